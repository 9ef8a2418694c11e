package io.thelook.producer.publish.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.thelook.producer.publish.format.Invoice.Line;
import io.thelook.producer.store.Offer;
import io.thelook.producer.store.Order;
import io.thelook.producer.store.Shop;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class InvoiceTest {

    private static final long START = 1_741_051_200_000L;
    private static final Offer OFFER = new Offer("Jeans", 0.5, 30);

    private final List<Order> orders = orders(new Shop(42));

    private static List<Order> orders(Shop shop) {
        return IntStream.range(0, 20_000)
                .mapToObj(i -> shop.visit(START + i, OFFER, 0))
                .flatMap(visit -> visit.orders().stream())
                .toList();
    }

    @Test
    void everyLine_costsTheSalePriceInCentsAndIsConsistent() {
        for (Order order : orders) {
            Invoice invoice = Invoice.of(order);
            assertThat(invoice.lines()).hasSameSizeAs(order.items());
            for (Line line : invoice.lines()) {
                BigDecimal exact = line.item().salePrice().toBigDecimal();
                assertThat(Cents.dollars(line.total())).isEqualTo(exact.setScale(2, RoundingMode.HALF_UP));
                assertThat(line.price() - line.offer() - line.code()).isEqualTo(line.total());
                assertThat(line.offer()).isNotNegative();
                assertThat(line.code())
                        .as("the code is its per cent of the price that it applies to, to the cent")
                        .isCloseTo(
                                Math.round((line.price() - line.offer()) * invoice.percentOff() / 100d),
                                Offset.offset(1L));
            }
            assertThat(invoice.prices() - invoice.discounts()).isEqualTo(invoice.subtotal());
            assertThat(invoice.total()).isEqualTo(invoice.subtotal() + invoice.tax() + invoice.shipping());
            assertThat(invoice.offers() + invoice.codes()).isEqualTo(invoice.discounts());
        }
    }

    @Test
    void extras_areInTheSharesStatedAndTheSameEachTime() {
        List<Invoice> invoices = orders.stream().map(Invoice::of).toList();

        assertThat(share(invoices.stream().filter(each -> each.percentOff() > 0).count()))
                .isCloseTo(0.3, Offset.offset(0.02));
        assertThat(share(invoices.stream().filter(each -> each.taxRate() > 0).count()))
                .isCloseTo(0.4, Offset.offset(0.02));
        assertThat(share(invoices.stream().filter(each -> each.shipping() > 0).count()))
                .isCloseTo(0.5, Offset.offset(0.02));
        assertThat(invoices.stream().filter(each -> each.offers() > 0)).isNotEmpty();
        assertThat(orders.stream().map(Invoice::of)).isEqualTo(invoices);
    }

    private double share(long count) {
        return count / (double) orders.size();
    }
}
