package io.thelook.producer.tables;

import io.thelook.producer.store.Department;
import io.thelook.producer.store.Ids;
import io.thelook.producer.store.Product;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * A product's name, brand, SKU and distribution centre. Computed from the product's id, department and category. The
 * brands are invented.
 *
 * @param name brand, department, style and category
 * @param brand one of 120
 * @param sku 32 hexadecimal digits
 * @param distributionCenter 1 to 10, evenly distributed
 */
public record Label(String name, String brand, String sku, int distributionCenter) {

    private static final List<String> BRANDS_FIRST = List.of(
            "North", "Blue", "Silver", "Cedar", "Harbor", "Maple", "Stone", "Willow", "Amber", "Coral", "Juniper",
            "Linden");
    private static final List<String> BRANDS_LAST =
            List.of("lane", "field", "bridge", "gate", "thread", "loom", "stitch", "wharf", "mill", "works");
    private static final List<String> STYLES = List.of(
            "Classic",
            "Slim Fit",
            "Relaxed",
            "Essential",
            "Vintage",
            "Lightweight",
            "Everyday",
            "Signature",
            "Soft",
            "Tailored");

    /** Computes the label of a product. */
    public static Label of(Product product) {
        RandomGenerator random = new SplittableRandom(product.id());
        String brand = draw(BRANDS_FIRST, random) + draw(BRANDS_LAST, random);
        String whose = product.department() == Department.MEN ? "Men's" : "Women's";
        String name = brand + " " + whose + " " + draw(STYLES, random) + " " + product.category();
        String sku = Ids.draw(random).toString().replace("-", "").toUpperCase(Locale.ROOT);
        return new Label(
                name, brand, sku, random.nextInt(1, DistributionCenter.all().size() + 1));
    }

    private static String draw(List<String> from, RandomGenerator random) {
        return from.get(random.nextInt(from.size()));
    }
}
