package io.thelook.producer.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CatalogueTest {

    private static final Catalogue CATALOGUE = Catalogue.generate(new SplittableRandom(1));

    @Test
    void products_are29120InTwoDepartmentsWith26Categories() {
        List<Product> all = Stream.of(Department.values())
                .flatMap(department -> CATALOGUE.products(department).stream())
                .toList();

        assertThat(all).hasSize(29_120);
        assertThat(all.stream().map(Product::id).distinct()).hasSize(29_120);
        assertThat(all.stream().map(Product::category).distinct()).hasSize(26);
    }

    static List<String[]> rows() {
        return Csv.rows("catalogue.csv");
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("rows")
    void prices_matchTheDataSetsStatistics(
            String department,
            String category,
            int count,
            double mean,
            double deviation,
            double lowest,
            double highest,
            double costRatio) {
        List<Product> products = CATALOGUE.products(Department.named(department)).stream()
                .filter(product -> product.category().equals(category))
                .toList();
        double[] prices = products.stream()
                .mapToDouble(p -> p.retailPrice().toBigDecimal().doubleValue())
                .toArray();
        double observedMean = Stream.of(prices)
                .flatMapToDouble(java.util.Arrays::stream)
                .average()
                .orElseThrow();
        double variance = java.util.Arrays.stream(prices)
                .map(price -> (price - observedMean) * (price - observedMean))
                .average()
                .orElseThrow();
        double costs = products.stream()
                .mapToDouble(p -> p.cost().toBigDecimal().doubleValue())
                .sum();

        assertThat(prices).hasSize(count);
        assertThat(observedMean).isCloseTo(mean, Percentage.withPercentage(2));
        assertThat(Math.sqrt(variance)).isCloseTo(deviation, Percentage.withPercentage(3));
        assertThat(java.util.Arrays.stream(prices).min()).hasValueCloseTo(lowest, within(.001));
        assertThat(java.util.Arrays.stream(prices).max()).hasValueCloseTo(highest, within(.001));
        assertThat(costs / java.util.Arrays.stream(prices).sum()).isCloseTo(costRatio, Percentage.withPercentage(4));
    }
}
