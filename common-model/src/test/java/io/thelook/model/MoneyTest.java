package io.thelook.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MoneyTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "0.0, 0",
        "-0, 0",
        "49.5, 49.5",
        "49.50, 49.5",
        "70, 70",
        "70.0, 70",
        "0.05, 0.05",
        "007.25, 7.25",
        "24.989999771118164, 24.989999771118164",
        "0.000000000000000001, 0.000000000000000001",
        "0.999999999999999999, 0.999999999999999999",
        "999999999999.99, 999999999999.99",
        "1e2, 100",
        "4.95e1, 49.5",
        "1.5E-3, 0.0015",
        "+3.5, 3.5",
        "-3.25, -3.25",
        "-0.25, -0.25",
        "9.99999999999e11, 999999999999",
        ".5, 0.5",
        "5., 5"
    })
    void parse_decimalNumber_isExact(String text, String printed) {
        Money money = Money.parse(text);

        assertThat(money).hasToString(printed);
        assertThat(money.toBigDecimal()).isEqualByComparingTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "0.0000000000000000005, 0",
        "0.0000000000000000015, 0.000000000000000002",
        "5e-19, 0",
        "6e-19, 0.000000000000000001",
        "0.9999999999999999996, 1",
        "1e-400, 0",
        "1e-999999999, 0",
        "0e999999999, 0"
    })
    void parse_moreThan18Places_roundsHalfEven(String text, String printed) {
        assertThat(Money.parse(text)).hasToString(printed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "abc", "1,5", "1.2.3", "NaN", "Infinity", "0x10", "12$", "1e", "--1"})
    void parse_noNumber_namesTheText(String text) {
        assertThatThrownBy(() -> Money.parse(text))
                .isInstanceOf(NumberFormatException.class)
                .hasMessage("amount \"" + text + "\": expected a decimal number");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1000000000000", "1E+12", "1E+999999999", "-1E+13"})
    void parse_tooMuch_isRefusedWithoutExpandingIt(String text) {
        assertThatThrownBy(() -> Money.parse(text)).hasMessageContaining(text).hasMessageContaining("less than 10^12");
    }

    @Test
    void ofCents_negative_keepsItsValue() {
        assertThat(Money.ofCents(-1)).hasToString("-0.01");
        assertThat(Money.ofCents(4950)).isEqualTo(Money.parse("49.5")).hasSameHashCodeAs(Money.parse("49.50"));
        assertThat(Money.ofCents(4950))
                .isNotEqualTo(Money.ofCents(4951))
                .isNotEqualTo(Money.ofCents(5050))
                .isNotEqualTo("49.5");
    }

    @ParameterizedTest
    @CsvSource({"0.49, 0", "0.5, 1", "1.5, 2", "2.5, 3", "-0.5, 0", "-0.51, -1", "1315.969999542236328, 1316"})
    void roundedToDollars_half_goesUp(String text, long dollars) {
        assertThat(Money.parse(text).roundedToDollars()).isEqualTo(dollars);
    }

    @Test
    void compareTo_ordersByValue() {
        assertThat(List.of(Money.parse("2"), Money.parse("-0.5"), Money.parse("0.25"), Money.parse("-0.25")).stream()
                        .sorted())
                .extracting(Money::toString)
                .containsExactly("-0.5", "-0.25", "0.25", "2");
    }

    @Test
    void jackson_writesANumberAndReadsNumberOrText() throws Exception {
        ObjectMapper mapper = new ObjectMapper();

        assertThat(mapper.writeValueAsString(Money.parse("24.989999771118164"))).isEqualTo("24.989999771118164");
        assertThat(mapper.readValue("\"49.5\"", Money.class)).isEqualTo(Money.parse("49.5"));
        assertThat(mapper.readValue("49.5", Money.class)).isEqualTo(Money.parse("49.5"));
    }

    /** The model: BigDecimal. Random amounts go in and come out in random order. */
    @Test
    void sum_randomAccumulationsAndDeductions_equalsBigDecimal() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        MoneySum sum = new MoneySum();
        BigDecimal expected = BigDecimal.ZERO;
        List<Money> inside = new ArrayList<>();

        for (int i = 0; i < 200_000; i++) {
            if (inside.isEmpty() || random.nextInt(100) < 55) {
                Money amount = Money.parse(randomPrice(random));
                inside.add(amount);
                sum.accumulate(amount);
                expected = expected.add(amount.toBigDecimal());
            } else {
                Money amount = inside.remove(random.nextInt(inside.size()));
                sum.deduct(amount);
                expected = expected.subtract(amount.toBigDecimal());
            }
            assertThat(sum.get()).as("seed %d, step %d", seed, i).isEqualTo(Money.of(expected));
        }
        inside.forEach(sum::deduct);

        assertThat(sum.get()).as("seed %d", seed).isEqualTo(Money.ZERO);
    }

    @Test
    void sum_ofTwoHalves_isAWholeDollar() {
        MoneySum sum = new MoneySum();

        sum.accumulate(Money.parse("0.5"));
        sum.accumulate(Money.parse("0.5"));

        assertThat(sum.get()).isEqualTo(Money.parse("1"));
    }

    @Test
    void sum_moreDeductedThanAccumulated_isNegativeAndExact() {
        MoneySum sum = new MoneySum();

        sum.accumulate(Money.parse("0.1"));
        sum.deduct(Money.parse("0.3"));

        assertThat(sum).hasToString("-0.2");
    }

    private static String randomPrice(SplittableRandom random) {
        return switch (random.nextInt(4)) {
            case 0 -> Long.toString(random.nextLong(1_000));
            case 1 -> BigDecimal.valueOf(random.nextLong(100_000), 2).toString();
            case 2 -> Double.toString(random.nextDouble(0.1, 1_000));
            default -> Double.toString((float) random.nextDouble(0.1, 1_000));
        };
    }
}
