package io.thelook.producer.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.thelook.producer.store.SimulatedClock;
import io.thelook.service.http.StrictJson;
import java.time.Instant;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScenarioRequestTest {

    private static final long NOW = Instant.parse("2026-11-25T09:30:00Z").toEpochMilli();
    private static final SimulatedClock CALENDAR = new SimulatedClock(NOW - 1_000, 60);

    @ParameterizedTest
    @EnumSource
    void name_alone_takesWhatIsUsual(Scenario scenario) throws JsonProcessingException {
        Running running = read("{'name':'" + scenario.label() + "'}").begin(NOW, CALENDAR);

        assertThat(running.scenario()).isEqualTo(scenario);
        assertThat(running.seconds()).isEqualTo(scenario.usualSeconds());
        assertThat(running.rate()).isEmpty();
        assertThat(running.isOnAt(NOW)).isTrue();
        assertThat(running.isOnAt(NOW - 1)).isFalse();
        assertThat(running.isOnAt(NOW + 86_400_000)).isEqualTo(scenario == Scenario.STEADY);
        if (scenario == Scenario.DAY) {
            assertThat(running.calendar(NOW)).isEqualTo(instant("2026-11-25T00:00:00Z"));
            assertThat(running.calendar(NOW + 600_000)).isEqualTo(instant("2026-11-26T00:00:00Z"));
        } else {
            assertThat(running.calendar(NOW + 1_000)).isEqualTo(NOW - 1_000 + 2 * 60_000);
        }
    }

    @Test
    void everything_isTaken() throws JsonProcessingException {
        Running running =
                read("{'name':'flash-sale','seconds':5,'rate':0.1,'scale':100000,'date':'2026-11-27T18:30','category':'Socks'}")
                        .begin(NOW, CALENDAR);

        assertThat(running)
                .isEqualTo(new Running(
                        Scenario.FLASH_SALE,
                        NOW,
                        5,
                        OptionalDouble.of(.1),
                        100_000,
                        instant("2026-11-27T18:30:00Z"),
                        "Socks"));
        assertThat(running.isOnAt(NOW + 4_999)).isTrue();
        assertThat(running.isOnAt(NOW + 5_000)).isFalse();
    }

    @Test
    void none_isAskedForByName() throws JsonProcessingException {
        assertThat(read("{'name':'none'}").isStop()).isTrue();
        assertThat(read("{'name':'day'}").isStop()).isFalse();
    }

    @Test
    void dayAlone_beginsAtMidnight() throws JsonProcessingException {
        assertThat(read("{'name':'day','date':'2027-01-01'}")
                        .begin(NOW, CALENDAR)
                        .calendarStart())
                .isEqualTo(instant("2027-01-01T00:00:00Z"));
    }

    @Test
    void null_countsAsAbsent() throws JsonProcessingException {
        assertThat(read("{'name':'day','seconds':null,'rate':null,'scale':null,'date':null,'category':null}"))
                .isEqualTo(read("{'name':'day'}"));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            delimiter = '|',
            value = {
                "{'name':'flash'} | name \"flash\": expected steady, day, flash-sale, fraud-burst, payment-failure, outage, black-friday or none",
                "{'name':'a\\nb'} | name \"a\\nb\": expected steady",
                "{'name':7} | name 7: expected steady",
                "{} | name missing: expected steady",
                "{'name':null} | name missing: expected steady",
                "{'name':true} | name true: expected",
                "{'name':['day']} | name [\"day\"]: expected",
                "{'name':{'a':'b'}} | name {\"a\":\"b\"}: expected",
                "{'name':'day','seconds':0} | seconds 0: expected a whole number from 1 to 86400",
                "{'name':'day','seconds':86401} | seconds 86401: expected",
                "{'name':'day','seconds':1.5} | seconds 1.5: expected a whole number from 1 to 86400",
                "{'name':'day','seconds':6e1} | seconds 60.0: expected",
                "{'name':'day','seconds':3000000000} | seconds 3000000000: expected",
                "{'name':'day','seconds':'60'} | seconds \"60\": expected",
                "{'name':'day','seconds':''} | seconds \"\": expected",
                "{'name':'day','seconds':[60]} | seconds [60]: expected",
                "{'name':'day','rate':0.09} | rate 0.09: expected a number of visits per second from 0.1 to 100000",
                "{'name':'day','rate':100001} | rate 100001: expected",
                "{'name':'day','rate':'10'} | rate \"10\": expected",
                "{'name':'day','rate':'NaN'} | rate NaN: expected",
                "{'name':'day','rate':1e999} | rate Infinity: expected",
                "{'name':'day','rate':1e300} | rate 1.0E300: expected",
                "{'name':'day','rate':true} | rate true: expected",
                "{'name':'day','scale':0} | scale 0: expected a number of simulated seconds in a second from 1 to 100000",
                "{'name':'day','scale':{}} | scale {}: expected",
                "{'name':'day','date':'yesterday'} | date \"yesterday\": expected a day such as 2026-11-27",
                "{'name':'day','date':'2026-02-30'} | date \"2026-02-30\": expected",
                "{'name':'day','date':'1999-12-31'} | date \"1999-12-31\": expected",
                "{'name':'day','date':20261127} | date 20261127: expected",
                "{'name':'flash-sale','category':'Hats'} | category \"Hats\": expected one of [Accessories, ",
                "{'name':'flash-sale','category':7} | category 7: expected one of [Accessories, ",
                "{'name':'day','speed':7} | field speed: expected one of [category, date, name, rate, scale, seconds]",
                "['day'] | the body [\"day\"]: expected one JSON object",
                "'day' | the body \"day\": expected one JSON object",
                "7 | the body 7: expected one JSON object",
                "\"\" | the body missing: expected one JSON object",
                "{'name':'day','name':'none'} | the body cannot be read as JSON: Duplicate field 'name'",
                "{'name':[7 | name …: expected steady",
                "{'name' | the body cannot be read as JSON: Unexpected end-of-input",
            })
    void anythingElse_isRefusedByNameAndValue(String json, String message) {
        assertThat(refusal(json).replace('"', '\'')).startsWith(message.replace('"', '\''));
    }

    /** Jackson reads at most 1,000 levels. */
    @ParameterizedTest
    @CsvSource({"100, name [[[", "5000, name …: expected steady"})
    void deeplyNestedValues_areRefused(int levels, String message) {
        assertThat(refusal("{'name':" + "[".repeat(levels) + "]".repeat(levels) + "}"))
                .startsWith(message)
                .contains(": expected steady")
                .hasSizeLessThan(200);
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 10_000})
    void longTexts_areShortened(int length) {
        String json = "{'name':'" + "x".repeat(length) + "'}";

        assertThat(refusal(json)).matches("name \"x{59}…: expected .{1,100}");
    }

    private static ScenarioRequest read(String json) throws JsonProcessingException {
        return StrictJson.mapper().readValue(json.replace('\'', '"'), ScenarioRequest.class);
    }

    private static String refusal(String json) {
        return RequestFault.of(catchThrowableOfType(JsonProcessingException.class, () -> read(json)));
    }

    private static long instant(String text) {
        return Instant.parse(text).toEpochMilli();
    }
}
