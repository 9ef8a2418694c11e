package io.thelook.model;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.stream.Stream;

/**
 * Reads the elements of a frame one after the other, each to its end whatever it holds, and judges them.
 *
 * <p>Of the faults of an element the first one counts. What a good feed sends is read straight from the parser's
 * characters; only what looks unusual takes the long way over {@link BigDecimal}. Not thread-safe.
 */
final class RecordReader {

    private static final int MAX_NUMBER_TEXT = 64;

    /** As many digits always fit into a {@code long}. */
    private static final int SURELY_LONG = 18;

    private static final long ABSENT = -1;

    /** In the order of the contract. */
    private static final SerializedString[] FIELDS = Stream.of(
                    "user_id",
                    "age",
                    "gender",
                    "country",
                    "traffic_source",
                    "order_id",
                    "item_id",
                    "category",
                    "cost",
                    "item_status",
                    "sale_price",
                    "created_at")
            .map(SerializedString::new)
            .toArray(SerializedString[]::new);

    private final JsonParser json;
    private final NamePool names;

    private String userId;
    private long age;
    private String gender;
    private String country;
    private String trafficSource;
    private String orderId;
    private String itemId;
    private String category;
    private Money cost;
    private String itemStatus;
    private Money salePrice;
    private long createdAt;

    private Rejection rejection;
    private String detail;

    RecordReader(JsonParser json, NamePool names) {
        this.json = json;
        this.names = names;
    }

    /** Why the last element was refused. */
    Rejection rejection() {
        return rejection;
    }

    /** The same in words: the field, its value, what was expected. */
    String detail() {
        return detail;
    }

    /**
     * Consumes the value at which the parser stands.
     *
     * @return {@code null} if it was refused
     * @throws IOException if what follows is not JSON
     */
    Record read() throws IOException {
        clear();
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            reject(Rejection.NOT_AN_OBJECT, "expected a JSON object");
            return null;
        }
        readFields();
        require("user_id", userId != null);
        require("age", age != ABSENT);
        require("gender", gender != null);
        require("country", country != null);
        require("traffic_source", trafficSource != null);
        require("order_id", orderId != null);
        require("item_id", itemId != null);
        require("category", category != null);
        require("item_status", itemStatus != null);
        require("sale_price", salePrice != null);
        require("created_at", createdAt != ABSENT);
        return rejection != null
                ? null
                : new Record(
                        userId,
                        (int) age,
                        gender,
                        country,
                        trafficSource,
                        orderId,
                        itemId,
                        category,
                        cost,
                        itemStatus,
                        salePrice,
                        createdAt);
    }

    private void clear() {
        userId = gender = country = trafficSource = orderId = itemId = category = itemStatus = null;
        age = createdAt = ABSENT;
        cost = salePrice = null;
        rejection = null;
        detail = null;
    }

    /** Each field is compared with the one that the contract has next, which is much quicker than to look up its name. */
    private void readFields() throws IOException {
        for (int next = 0; ; next = next == FIELDS.length - 1 ? 0 : next + 1) {
            String field;
            if (json.nextFieldName(FIELDS[next])) {
                field = FIELDS[next].getValue();
            } else if (json.currentToken() == JsonToken.END_OBJECT) {
                return;
            } else {
                field = json.currentName();
            }
            JsonToken token = json.nextToken();
            if (token != JsonToken.VALUE_NULL) {
                readField(field, token);
            }
        }
    }

    private void readField(String field, JsonToken token) throws IOException {
        switch (field) {
            case "user_id" -> userId = id(field, token);
            case "age" -> age = age(field, token);
            case "gender" -> gender = name(field, token);
            case "country" -> country = name(field, token);
            case "traffic_source" -> trafficSource = name(field, token);
            case "order_id" -> orderId = id(field, token);
            case "item_id" -> itemId = id(field, token);
            case "category" -> category = name(field, token);
            case "cost" -> cost = price(field, token);
            case "item_status" -> itemStatus = name(field, token);
            case "sale_price" -> salePrice = price(field, token);
            case "created_at" -> createdAt = timestamp(field, token);
            default -> json.skipChildren();
        }
    }

    private void require(String field, boolean present) {
        if (!present) {
            reject(Rejection.MISSING_FIELD, field + " is missing");
        }
    }

    private void reject(Rejection reason, String words) {
        if (rejection == null) {
            rejection = reason;
            detail = words;
        }
    }

    private String id(String field, JsonToken token) throws IOException {
        return token == JsonToken.VALUE_STRING || token.isNumeric() ? checked(field, json.getText()) : notText(field);
    }

    /** A text that many records share. */
    private String name(String field, JsonToken token) throws IOException {
        if (token != JsonToken.VALUE_STRING) {
            return notText(field);
        }
        char[] text = json.getTextCharacters();
        int offset = json.getTextOffset();
        int length = json.getTextLength();
        if (length > RecordCodec.MAX_TEXT) {
            return checked(field, json.getText());
        }
        String name = names.find(text, offset, length);
        if (name == null) {
            name = checked(field, new String(text, offset, length));
            if (rejection == null) {
                names.put(text, offset, length, name);
            }
        }
        return name;
    }

    private String notText(String field) throws IOException {
        reject(Rejection.NOT_TEXT, field + ": expected text, found " + found());
        json.skipChildren();
        return null;
    }

    private String checked(String field, String text) {
        if (text.isEmpty()) {
            reject(Rejection.MISSING_FIELD, field + " is empty");
        } else if (text.length() > RecordCodec.MAX_TEXT) {
            reject(
                    Rejection.TEXT_TOO_LONG,
                    field + " " + Texts.quote(text) + ": expected at most " + RecordCodec.MAX_TEXT
                            + " characters, found " + text.length());
        } else if (hasUnprintable(text)) {
            reject(
                    Rejection.CONTROL_CHARACTER,
                    field + " " + Texts.quote(text) + ": expected neither control characters nor half surrogate pairs");
        }
        return text;
    }

    private static boolean hasUnprintable(String text) {
        int outside = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            outside |= c - ' ' | '~' - c;
        }
        // Nearly every text is of printable ASCII: no difference was negative.
        return outside < 0 && hasUnprintableBeyondAscii(text);
    }

    private static boolean hasUnprintableBeyondAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c)) {
                return true;
            }
            if (Character.isSurrogate(c)) {
                if (i + 1 == text.length() || !Character.isSurrogatePair(c, text.charAt(i + 1))) {
                    return true;
                }
                i++;
            }
        }
        return false;
    }

    private boolean isSurelyLong(JsonToken token) throws IOException {
        return token == JsonToken.VALUE_NUMBER_INT && json.getTextLength() <= SURELY_LONG;
    }

    private long age(String field, JsonToken token) throws IOException {
        if (isSurelyLong(token)) {
            long years = json.getLongValue();
            if (years >= 0 && years <= RecordCodec.MAX_AGE) {
                return years;
            }
        }
        BigDecimal number = number(field);
        if (number == null) {
            return ABSENT;
        }
        if (number.signum() < 0
                || number.compareTo(BigDecimal.valueOf(RecordCodec.MAX_AGE)) > 0
                || number.stripTrailingZeros().scale() > 0) {
            reject(
                    Rejection.AGE_OUT_OF_RANGE,
                    field + " " + Texts.quote(json.getText()) + ": expected whole years from 0 to "
                            + RecordCodec.MAX_AGE);
            return 0;
        }
        return number.longValue();
    }

    private long timestamp(String field, JsonToken token) throws IOException {
        if (isSurelyLong(token)) {
            long millis = json.getLongValue();
            if (millis >= RecordCodec.MIN_CREATED_AT && millis < RecordCodec.MAX_CREATED_AT) {
                return millis;
            }
        }
        BigDecimal number = number(field);
        if (number == null) {
            return ABSENT;
        }
        if (number.compareTo(BigDecimal.valueOf(RecordCodec.MIN_CREATED_AT)) < 0
                || number.compareTo(BigDecimal.valueOf(RecordCodec.MAX_CREATED_AT)) >= 0) {
            reject(
                    Rejection.TIMESTAMP_OUT_OF_RANGE,
                    field + " " + Texts.quote(json.getText())
                            + ": expected milliseconds since 1970, of the years 2000 to 2099");
            return 0;
        }
        return number.setScale(0, RoundingMode.FLOOR).longValue();
    }

    private Money price(String field, JsonToken token) throws IOException {
        if (token.isNumeric() || token == JsonToken.VALUE_STRING) {
            Money plain = Money.parsePlain(json.getTextCharacters(), json.getTextOffset(), json.getTextLength());
            if (plain != null) {
                return plain;
            }
        }
        BigDecimal number = number(field);
        if (number == null) {
            return null;
        }
        if (number.signum() < 0) {
            reject(Rejection.NEGATIVE_PRICE, field + " " + Texts.quote(json.getText()) + ": expected 0 or more");
            return Money.ZERO;
        }
        try {
            return Money.parse(json.getText().strip());
        } catch (NumberFormatException e) {
            reject(Rejection.PRICE_OUT_OF_RANGE, field + ": " + e.getMessage());
            return Money.ZERO;
        }
    }

    /** The number, or the text that is one, at which the parser stands; {@code null} after a refusal. */
    private BigDecimal number(String field) throws IOException {
        JsonToken token = json.currentToken();
        if (token.isScalarValue() && !token.isBoolean()) {
            String text = json.getText().strip();
            if (text.isEmpty()) {
                reject(Rejection.MISSING_FIELD, field + " is empty");
                return null;
            }
            if (text.length() <= MAX_NUMBER_TEXT) {
                try {
                    return new BigDecimal(text);
                } catch (NumberFormatException e) {
                    // refused below
                }
            }
        }
        reject(Rejection.NOT_A_NUMBER, field + ": expected a number, found " + found());
        json.skipChildren();
        return null;
    }

    private String found() throws IOException {
        return switch (json.currentToken()) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            default -> Texts.quote(json.getText());
        };
    }
}
