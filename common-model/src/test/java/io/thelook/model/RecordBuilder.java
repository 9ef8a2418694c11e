package io.thelook.model;

/** A plausible record, of which a test states only what matters to it. */
public final class RecordBuilder {

    private String userId = "user-1";
    private int age = 34;
    private String gender = "F";
    private String country = "France";
    private String trafficSource = "Search";
    private String orderId = "order-1";
    private String itemId = "item-1";
    private String category = "Jeans";
    private Money cost = Money.parse("20");
    private String itemStatus = "Processing";
    private Money salePrice = Money.parse("49.5");
    private long createdAt = 1_741_051_200_000L;

    public static RecordBuilder aRecord() {
        return new RecordBuilder();
    }

    public RecordBuilder item(String id) {
        itemId = id;
        return this;
    }

    public RecordBuilder order(String id) {
        orderId = id;
        return this;
    }

    public RecordBuilder age(int years) {
        age = years;
        return this;
    }

    public RecordBuilder gender(String text) {
        gender = text;
        return this;
    }

    public RecordBuilder category(String name) {
        category = name;
        return this;
    }

    public RecordBuilder country(String name) {
        country = name;
        return this;
    }

    public RecordBuilder trafficSource(String name) {
        trafficSource = name;
        return this;
    }

    public RecordBuilder status(String status) {
        itemStatus = status;
        return this;
    }

    public RecordBuilder price(String dollars) {
        salePrice = Money.parse(dollars);
        return this;
    }

    public RecordBuilder cost(String dollars) {
        cost = dollars == null ? null : Money.parse(dollars);
        return this;
    }

    public RecordBuilder createdAt(long epochMillis) {
        createdAt = epochMillis;
        return this;
    }

    public Record build() {
        return new Record(
                userId,
                age,
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
}
