package io.thelook.producer.publish.format;

import io.thelook.producer.store.Ids;
import io.thelook.producer.store.Order;
import io.thelook.producer.store.OrderItem;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.random.RandomGenerator;

/**
 * The amounts of an order, in cents. The simulated shop knows only what each item is sold for; the rest is
 * computed from the order's id, so it is the same for each event of the order:
 *
 * <ul>
 *   <li>The total of a line is the item's sale price, rounded half up to cents.
 *   <li>Three orders in ten have a discount code of 5 to 25 %. The line's price is raised so that the discounted price
 *       is the total. An item on offer has its retail price, and the offer as a second discount.
 *   <li>Four orders in ten have a sales tax of 5.5 to 25 % on top of each line's total, rounded half up per line.
 *   <li>Half of the orders have shipping costs, untaxed.
 * </ul>
 *
 * <p>Every sum adds up lines that are already in cents, so a document is consistent in itself.
 *
 * @param percentOff the discount code's per cent; 0 if there is none
 * @param taxRate in hundredths of a per cent; 0 if there is none
 * @param shipping costs in cents; 0 if there are none
 */
record Invoice(List<Line> lines, int percentOff, int taxRate, long shipping) {

    private static final double DISCOUNTED = 0.3;
    private static final double TAXED = 0.4;
    private static final double SHIPPED = 0.5;
    private static final int[] PERCENTS_OFF = {5, 10, 15, 20, 25};
    private static final int[] TAX_RATES = {550, 700, 825, 1_900, 2_000, 2_500};
    private static final int[] SHIPPING_COSTS = {495, 750, 1_200};

    /**
     * One item. All amounts are in cents and 0 or more.
     *
     * @param price before discounts
     * @param offer the discount of an offer on the item
     * @param code the discount of the order's code
     * @param tax on the total
     */
    record Line(OrderItem item, long price, long offer, long code, long tax) {

        long discount() {
            return offer + code;
        }

        /** The price after the discounts, without tax. */
        long total() {
            return price - discount();
        }
    }

    static Invoice of(Order order) {
        RandomGenerator random = Ids.randomOf(ShopIds.derived(order.id(), "invoice"));
        int percentOff = random.nextDouble() < DISCOUNTED ? draw(PERCENTS_OFF, random) : 0;
        int taxRate = random.nextDouble() < TAXED ? draw(TAX_RATES, random) : 0;
        int shipping = random.nextDouble() < SHIPPED ? draw(SHIPPING_COSTS, random) : 0;
        List<Line> lines = order.items().stream()
                .map(item -> line(item, percentOff, taxRate))
                .toList();
        return new Invoice(lines, percentOff, taxRate, shipping);
    }

    private static int draw(int[] from, RandomGenerator random) {
        return from[random.nextInt(from.length)];
    }

    private static Line line(OrderItem item, int percentOff, int taxRate) {
        long total = Cents.of(item.salePrice());
        long offer = Math.max(0, Cents.of(item.product().retailPrice()) - total);
        long left = 100L - percentOff;
        long code = (total * percentOff + left / 2) / left;
        return new Line(item, total + offer + code, offer, code, Cents.share(total, taxRate));
    }

    /** The lines' prices before discounts. */
    long prices() {
        return sum(Line::price);
    }

    long discounts() {
        return sum(Line::discount);
    }

    long offers() {
        return sum(Line::offer);
    }

    long codes() {
        return sum(Line::code);
    }

    /** The lines' totals: what the simulated shop sold the items for. */
    long subtotal() {
        return sum(Line::total);
    }

    long tax() {
        return sum(Line::tax);
    }

    /** What the customer pays. */
    long total() {
        return subtotal() + tax() + shipping;
    }

    /** The refund for returned items: everything except the shipping costs. */
    long refund() {
        return subtotal() + tax();
    }

    /** The name of the discount code. */
    String codeName() {
        return "WELCOME" + percentOff;
    }

    private long sum(ToLongFunction<Line> amount) {
        return lines.stream().mapToLong(amount).sum();
    }
}
