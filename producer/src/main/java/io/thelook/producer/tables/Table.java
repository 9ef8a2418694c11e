package io.thelook.producer.tables;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A table of theLook: its name, and its columns in order. The first column is the key. */
public enum Table {
    DISTRIBUTION_CENTERS("distribution_centers", "id INTEGER", "name TEXT", "latitude DECIMAL", "longitude DECIMAL"),
    PRODUCTS(
            "products",
            "id INTEGER",
            "cost MONEY",
            "category TEXT",
            "name TEXT",
            "brand TEXT",
            "retail_price MONEY",
            "department TEXT",
            "sku TEXT",
            "distribution_center_id INTEGER distribution_centers"),
    USERS(
            "users",
            "id TEXT",
            "first_name TEXT",
            "last_name TEXT",
            "email TEXT",
            "age INTEGER",
            "gender TEXT",
            "street_address TEXT",
            "postal_code TEXT",
            "city TEXT",
            "state TEXT",
            "country TEXT",
            "latitude DECIMAL",
            "longitude DECIMAL",
            "traffic_source TEXT",
            "created_at TIME"),
    ORDERS(
            "orders",
            "order_id TEXT",
            "user_id TEXT users",
            "status TEXT",
            "gender TEXT",
            "created_at TIME",
            "shipped_at TIME?",
            "delivered_at TIME?",
            "returned_at TIME?",
            "num_of_item INTEGER"),
    INVENTORY_ITEMS(
            "inventory_items",
            "id TEXT",
            "product_id INTEGER products",
            "created_at TIME",
            "sold_at TIME?",
            "cost MONEY",
            "product_category TEXT",
            "product_name TEXT",
            "product_brand TEXT",
            "product_retail_price MONEY",
            "product_department TEXT",
            "product_sku TEXT",
            "product_distribution_center_id INTEGER distribution_centers"),
    ORDER_ITEMS(
            "order_items",
            "id TEXT",
            "order_id TEXT orders",
            "user_id TEXT users",
            "product_id INTEGER products",
            "inventory_item_id TEXT inventory_items",
            "status TEXT",
            "created_at TIME",
            "shipped_at TIME?",
            "delivered_at TIME?",
            "returned_at TIME?",
            "sale_price MONEY"),
    EVENTS(
            "events",
            "id TEXT",
            "user_id TEXT users",
            "sequence_number INTEGER",
            "session_id TEXT",
            "created_at TIME",
            "ip_address TEXT",
            "city TEXT",
            "state TEXT",
            "postal_code TEXT",
            "browser TEXT",
            "traffic_source TEXT",
            "uri TEXT",
            "event_type TEXT");

    private final String label;
    private final List<Column> columns;

    Table(String label, String... columns) {
        this.label = label;
        this.columns = Arrays.stream(columns).map(Column::parse).toList();
    }

    /** The type of the values in a column. */
    public enum Type {
        TEXT,
        INTEGER,
        /** A {@code Double}. */
        DECIMAL,
        /** A {@link io.thelook.model.Money}. */
        MONEY,
        /** An {@link java.time.Instant}. */
        TIME
    }

    /**
     * A column.
     *
     * @param mayBeNull whether values can be null
     * @param referenced the name of the table whose key it holds; empty if it holds none
     */
    public record Column(String name, Type type, boolean mayBeNull, Optional<String> referenced) {

        private static Column parse(String text) {
            String[] parts = text.split(" ");
            boolean mayBeNull = parts[1].endsWith("?");
            return new Column(
                    parts[0],
                    Type.valueOf(parts[1].replace("?", "")),
                    mayBeNull,
                    parts.length > 2 ? Optional.of(parts[2]) : Optional.empty());
        }

        /** The table whose key it holds; empty if it holds none. */
        public Optional<Table> references() {
            return referenced.flatMap(Table::named);
        }
    }

    /** The name in theLook, such as {@code order_items}. */
    public String label() {
        return label;
    }

    /** The columns in order. */
    public List<Column> columns() {
        return columns;
    }

    /** The key: the first column. */
    public Column key() {
        return columns.get(0);
    }

    /** Returns the table with a name; empty if there is none. */
    public static Optional<Table> named(String label) {
        return Arrays.stream(values()).filter(each -> each.label.equals(label)).findFirst();
    }
}
