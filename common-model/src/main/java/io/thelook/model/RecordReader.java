package io.thelook.model;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Reads the elements of a frame one after the other, each to its end whatever it holds, and judges them.
 *
 * <p>Of the faults of an element the first one counts. Not thread-safe.
 */
final class RecordReader {

    private static final int MAX_NUMBER_TEXT = 64;

    private final JsonParser json;
    private final NamePool names;

    private String userId;
    private Long age;
    private String gender;
    private String country;
    private String trafficSource;
    private String orderId;
    private String itemId;
    private String category;
    private Money cost;
    private String itemStatus;
    private Money salePrice;
    private Long createdAt;

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
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String field = json.currentName();
            JsonToken token = json.nextToken();
            if (token != JsonToken.VALUE_NULL) {
                readField(field);
            }
        }
        require("user_id", userId);
        require("age", age);
        require("gender", gender);
        require("country", country);
        require("traffic_source", trafficSource);
        require("order_id", orderId);
        require("item_id", itemId);
        require("category", category);
        require("item_status", itemStatus);
        require("sale_price", salePrice);
        require("created_at", createdAt);
        return rejection != null
                ? null
                : new Record(
                        userId,
                        age.intValue(),
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
        age = createdAt = null;
        cost = salePrice = null;
        rejection = null;
        detail = null;
    }

    private void readField(String field) throws IOException {
        switch (field) {
            case "user_id" -> userId = id(field);
            case "age" -> age = age(field);
            case "gender" -> gender = name(field);
            case "country" -> country = name(field);
            case "traffic_source" -> trafficSource = name(field);
            case "order_id" -> orderId = id(field);
            case "item_id" -> itemId = id(field);
            case "category" -> category = name(field);
            case "cost" -> cost = price(field);
            case "item_status" -> itemStatus = name(field);
            case "sale_price" -> salePrice = price(field);
            case "created_at" -> createdAt = timestamp(field);
            default -> json.skipChildren();
        }
    }

    private void require(String field, Object value) {
        if (value == null) {
            reject(Rejection.MISSING_FIELD, field + " is missing");
        }
    }

    private void reject(Rejection reason, String words) {
        if (rejection == null) {
            rejection = reason;
            detail = words;
        }
    }

    private String id(String field) throws IOException {
        return json.currentToken().isNumeric() ? checked(field, json.getText()) : text(field);
    }

    /** A text that many records share. */
    private String name(String field) throws IOException {
        String name = text(field);
        return name == null || rejection != null ? name : names.get(name);
    }

    private String text(String field) throws IOException {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            reject(Rejection.NOT_TEXT, field + ": expected text, found " + found());
            json.skipChildren();
            return null;
        }
        return checked(field, json.getText());
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

    private Long age(String field) throws IOException {
        BigDecimal number = number(field);
        if (number == null) {
            return null;
        }
        if (number.signum() < 0
                || number.compareTo(BigDecimal.valueOf(RecordCodec.MAX_AGE)) > 0
                || number.stripTrailingZeros().scale() > 0) {
            reject(
                    Rejection.AGE_OUT_OF_RANGE,
                    field + " " + Texts.quote(json.getText()) + ": expected whole years from 0 to "
                            + RecordCodec.MAX_AGE);
            return 0L;
        }
        return number.longValue();
    }

    private Long timestamp(String field) throws IOException {
        BigDecimal number = number(field);
        if (number == null) {
            return null;
        }
        if (number.compareTo(BigDecimal.valueOf(RecordCodec.MIN_CREATED_AT)) < 0
                || number.compareTo(BigDecimal.valueOf(RecordCodec.MAX_CREATED_AT)) >= 0) {
            reject(
                    Rejection.TIMESTAMP_OUT_OF_RANGE,
                    field + " " + Texts.quote(json.getText())
                            + ": expected milliseconds since 1970, of the years 2000 to 2099");
            return 0L;
        }
        return number.setScale(0, RoundingMode.FLOOR).longValue();
    }

    private Money price(String field) throws IOException {
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
