package io.thelook.model;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.ObjLongConsumer;
import java.util.function.ToLongFunction;

/**
 * The fields of a {@link Record} on the wire, in order: the twelve of theLook, then those that other shops add.
 * Writing, reading, checking and exporting records all use this one list.
 */
public enum RecordField {
    USER_ID(Kind.TEXT, Record::userId, Record.Builder::userId),
    AGE(Kind.AGE, RecordField::age, RecordField::setAge),
    GENDER(Kind.NAME, Record::gender, Record.Builder::gender),
    COUNTRY(Kind.NAME, Record::country, Record.Builder::country),
    TRAFFIC_SOURCE(Kind.NAME, Record::trafficSource, Record.Builder::trafficSource),
    ORDER_ID(Kind.ID, Record::orderId, Record.Builder::orderId),
    ITEM_ID(Kind.ID, Record::itemId, Record.Builder::itemId),
    CATEGORY(Kind.NAME, Record::category, Record.Builder::category),
    COST(Record::cost, Record.Builder::cost),
    ITEM_STATUS(Kind.STATUS, Record::itemStatus, Record.Builder::itemStatus),
    SALE_PRICE(Record::salePrice, Record.Builder::salePrice),
    CREATED_AT(Kind.TIME, RecordField::createdAt, Record.Builder::createdAt),
    QUANTITY(Kind.QUANTITY, RecordField::quantity, RecordField::setQuantity),
    PRODUCT(Kind.NAME, Record::product, Record.Builder::product),
    UPDATED_AT(Kind.TIME, RecordField::updatedAt, Record.Builder::updatedAt);

    /** All fields, in wire order. */
    public static final List<RecordField> ALL = List.of(values());

    /** Marks a whole number that is not written: the record lacks it, or it is the default. */
    static final long NOTHING = Long.MIN_VALUE;

    private static final Map<String, RecordField> BY_LABEL = byLabel();

    /** The kind of value that a field holds. */
    public enum Kind {
        /** A text that identifies the record, or a number that the reader takes as text; required. */
        ID,
        /** A text that is not shared, or a number that the reader takes as text. */
        TEXT,
        /** A text that many records share. */
        NAME,
        /** A name of {@link Statuses}. */
        STATUS,
        /** Whole years from 0 to {@link RecordCodec#MAX_AGE}. */
        AGE,
        /** Whole pieces from 1 to {@link RecordCodec#MAX_QUANTITY}. */
        QUANTITY,
        /** An amount of money. */
        AMOUNT,
        /** Milliseconds since the epoch, in the years 2000 to 2099. */
        TIME
    }

    // Interned, like the names from the parser: most comparisons then only compare references.
    private final String label = name().toLowerCase(Locale.ROOT).intern();
    private final Kind kind;
    private final Function<Record, String> text;
    private final BiConsumer<Record.Builder, String> setText;
    private final Function<Record, Money> amount;
    private final BiConsumer<Record.Builder, Money> setAmount;
    private final ToLongFunction<Record> whole;
    private final ObjLongConsumer<Record.Builder> setWhole;

    RecordField(Kind kind, Function<Record, String> text, BiConsumer<Record.Builder, String> setText) {
        this(kind, text, setText, null, null, null, null);
    }

    RecordField(Function<Record, Money> amount, BiConsumer<Record.Builder, Money> setAmount) {
        this(Kind.AMOUNT, null, null, amount, setAmount, null, null);
    }

    RecordField(Kind kind, ToLongFunction<Record> whole, ObjLongConsumer<Record.Builder> setWhole) {
        this(kind, null, null, null, null, whole, setWhole);
    }

    RecordField(
            Kind kind,
            Function<Record, String> text,
            BiConsumer<Record.Builder, String> setText,
            Function<Record, Money> amount,
            BiConsumer<Record.Builder, Money> setAmount,
            ToLongFunction<Record> whole,
            ObjLongConsumer<Record.Builder> setWhole) {
        this.kind = kind;
        this.text = text;
        this.setText = setText;
        this.amount = amount;
        this.setAmount = setAmount;
        this.whole = whole;
        this.setWhole = setWhole;
    }

    private static long age(Record record) {
        return record.age() == null ? NOTHING : record.age();
    }

    private static void setAge(Record.Builder record, long years) {
        record.age((int) years);
    }

    private static void setQuantity(Record.Builder record, long pieces) {
        record.quantity((int) pieces);
    }

    private static long createdAt(Record record) {
        return record.createdAt() == 0 ? NOTHING : record.createdAt();
    }

    private static long quantity(Record record) {
        return record.quantity() == 1 ? NOTHING : record.quantity();
    }

    private static long updatedAt(Record record) {
        return record.updatedAt() == 0 ? NOTHING : record.updatedAt();
    }

    /** Every field by its label, and by the same in camel case: {@code traffic_source} and {@code trafficSource}. */
    private static Map<String, RecordField> byLabel() {
        Map<String, RecordField> fields = new HashMap<>();
        Arrays.stream(values()).forEach(field -> {
            fields.put(field.label, field);
            fields.put(camelCase(field.label), field);
        });
        return fields;
    }

    /** The label in camel case. */
    static String camelCase(String label) {
        StringBuilder camelCase = new StringBuilder();
        for (String word : label.split("_")) {
            camelCase.append(
                    camelCase.isEmpty() ? word : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
        }
        return camelCase.toString();
    }

    /** The field with that name on the wire; {@code null} if there is none. */
    static RecordField named(String label) {
        return BY_LABEL.get(label);
    }

    /** The name on the wire, such as {@code traffic_source}. */
    public String label() {
        return label;
    }

    /** The kind of value that the field holds. */
    public Kind kind() {
        return kind;
    }

    /**
     * The record's value as a {@link String}, a {@link Money} or a {@link Long}; {@code null} if the record
     * lacks it, or has the default, a quantity of 1.
     */
    public Object of(Record record) {
        return switch (kind) {
            case ID, TEXT, NAME, STATUS -> text(record);
            case AMOUNT -> amount(record);
            case AGE, QUANTITY, TIME -> whole(record) == NOTHING ? null : whole(record);
        };
    }

    /** The value of a kind that holds a text; {@code null} if there is none. */
    String text(Record record) {
        return text.apply(record);
    }

    /** The value of an {@link Kind#AMOUNT}; {@code null} if the record has none. */
    Money amount(Record record) {
        return amount.apply(record);
    }

    /** The value of any other kind; {@link #NOTHING} if it is not written. */
    long whole(Record record) {
        return whole.applyAsLong(record);
    }

    void set(Record.Builder record, String value) {
        setText.accept(record, value);
    }

    void set(Record.Builder record, Money value) {
        setAmount.accept(record, value);
    }

    void set(Record.Builder record, long value) {
        setWhole.accept(record, value);
    }
}
