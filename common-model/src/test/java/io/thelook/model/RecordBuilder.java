package io.thelook.model;

/** A plausible record. A test sets only the fields that matter to it. */
public final class RecordBuilder {

    private final Record.Builder record = Record.builder()
            .userId("user-1")
            .age(34)
            .gender("F")
            .country("France")
            .trafficSource("Search")
            .orderId("order-1")
            .itemId("item-1")
            .category("Jeans")
            .cost(Money.parse("20"))
            .itemStatus("Processing")
            .salePrice(Money.parse("49.5"))
            .createdAt(1_741_051_200_000L);

    public static RecordBuilder aRecord() {
        return new RecordBuilder();
    }

    public RecordBuilder item(String id) {
        record.itemId(id);
        return this;
    }

    public RecordBuilder order(String id) {
        record.orderId(id);
        return this;
    }

    public RecordBuilder age(int years) {
        record.age(years);
        return this;
    }

    public RecordBuilder gender(String text) {
        record.gender(text);
        return this;
    }

    public RecordBuilder category(String name) {
        record.category(name);
        return this;
    }

    public RecordBuilder product(String name) {
        record.product(name);
        return this;
    }

    public RecordBuilder country(String name) {
        record.country(name);
        return this;
    }

    public RecordBuilder trafficSource(String name) {
        record.trafficSource(name);
        return this;
    }

    public RecordBuilder status(String status) {
        record.itemStatus(status);
        return this;
    }

    public RecordBuilder price(String dollars) {
        record.salePrice(Money.parse(dollars));
        return this;
    }

    public RecordBuilder cost(String dollars) {
        record.cost(dollars == null ? null : Money.parse(dollars));
        return this;
    }

    public RecordBuilder createdAt(long epochMillis) {
        record.createdAt(epochMillis);
        return this;
    }

    public Record build() {
        return record.build();
    }
}
