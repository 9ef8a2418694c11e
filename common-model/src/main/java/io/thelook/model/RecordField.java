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
 * The fields of a {@link Record} on the wire, in order. Writing, reading, checking and exporting records all use this
 * one list.
 */
public enum RecordField {
    USER_ID(Kind.ID, Record::userId, Record.Builder::userId),
    AGE(Kind.AGE, Record::age, (record, years) -> record.age((int) years)),
    GENDER(Kind.NAME, Record::gender, Record.Builder::gender),
    COUNTRY(Kind.NAME, Record::country, Record.Builder::country),
    TRAFFIC_SOURCE(Kind.NAME, Record::trafficSource, Record.Builder::trafficSource),
    ORDER_ID(Kind.ID, Record::orderId, Record.Builder::orderId),
    ITEM_ID(Kind.ID, Record::itemId, Record.Builder::itemId),
    CATEGORY(Kind.NAME, Record::category, Record.Builder::category),
    COST(false, Record::cost, Record.Builder::cost),
    ITEM_STATUS(Kind.NAME, Record::itemStatus, Record.Builder::itemStatus),
    SALE_PRICE(true, Record::salePrice, Record.Builder::salePrice),
    CREATED_AT(Kind.TIME, Record::createdAt, Record.Builder::createdAt);

    /** All fields, in wire order. */
    public static final List<RecordField> ALL = List.of(values());

    private static final Map<String, RecordField> BY_LABEL = byLabel();

    /** The kind of value that a field holds. */
    public enum Kind {
        /** An identifier: a text, or a number that the reader takes as text. */
        ID,
        /** A text that many records share. */
        NAME,
        /** Whole years from 0 to {@link RecordCodec#MAX_AGE}. */
        AGE,
        /** An amount of money of 0 or more. */
        AMOUNT,
        /** Milliseconds since the epoch, in the years 2000 to 2099. */
        TIME
    }

    // Interned, like the names from the parser: most comparisons then only compare references.
    private final String label = name().toLowerCase(Locale.ROOT).intern();
    private final Kind kind;
    private final boolean isRequired;
    private final Function<Record, String> text;
    private final BiConsumer<Record.Builder, String> setText;
    private final Function<Record, Money> amount;
    private final BiConsumer<Record.Builder, Money> setAmount;
    private final ToLongFunction<Record> whole;
    private final ObjLongConsumer<Record.Builder> setWhole;

    RecordField(Kind kind, Function<Record, String> text, BiConsumer<Record.Builder, String> setText) {
        this(kind, true, text, setText, null, null, null, null);
    }

    RecordField(boolean isRequired, Function<Record, Money> amount, BiConsumer<Record.Builder, Money> setAmount) {
        this(Kind.AMOUNT, isRequired, null, null, amount, setAmount, null, null);
    }

    RecordField(Kind kind, ToLongFunction<Record> whole, ObjLongConsumer<Record.Builder> setWhole) {
        this(kind, true, null, null, null, null, whole, setWhole);
    }

    RecordField(
            Kind kind,
            boolean isRequired,
            Function<Record, String> text,
            BiConsumer<Record.Builder, String> setText,
            Function<Record, Money> amount,
            BiConsumer<Record.Builder, Money> setAmount,
            ToLongFunction<Record> whole,
            ObjLongConsumer<Record.Builder> setWhole) {
        this.kind = kind;
        this.isRequired = isRequired;
        this.text = text;
        this.setText = setText;
        this.amount = amount;
        this.setAmount = setAmount;
        this.whole = whole;
        this.setWhole = setWhole;
    }

    private static Map<String, RecordField> byLabel() {
        Map<String, RecordField> fields = new HashMap<>();
        Arrays.stream(values()).forEach(field -> fields.put(field.label, field));
        return fields;
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

    /** Whether a record without this field is rejected. */
    public boolean isRequired() {
        return isRequired;
    }

    /** The record's value: a {@link String}, a {@link Money} or a {@link Long}; {@code null} if it has none. */
    public Object of(Record record) {
        return switch (kind) {
            case ID, NAME -> text(record);
            case AMOUNT -> amount(record);
            case AGE, TIME -> whole(record);
        };
    }

    /** The value of an {@link Kind#ID} or {@link Kind#NAME}. */
    String text(Record record) {
        return text.apply(record);
    }

    /** The value of an {@link Kind#AMOUNT}; {@code null} if the record has none. */
    Money amount(Record record) {
        return amount.apply(record);
    }

    /** The value of an {@link Kind#AGE} or {@link Kind#TIME}. */
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
