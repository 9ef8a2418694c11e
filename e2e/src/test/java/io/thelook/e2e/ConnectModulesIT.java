package io.thelook.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pure functions of the page that shows what arrives, in the browser but without the page. */
class ConnectModulesIT {

    private static PageModules modules;
    private static Page page;

    @BeforeAll
    static void load() {
        modules = new PageModules();
        page = modules.openWith("connect", "source", "refused", "messages", "trial");
    }

    @AfterAll
    static void close() {
        modules.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "live         | websocket  | 0     | ''      | Connected",
                "live         | deliveries | 0     | ''      | Ready",
                "waiting      | kafka      | 12500 | refused | Not connected: refused. Trying again in 3 s",
                "waiting      | kafka      | 9000  | refused | Not connected: refused",
                "unresponsive | websocket  | 0     | silent  | Not answering: silent",
                "dreaming     | websocket  | 0     | ''      | dreaming"
            })
    void stateWords_sayTheReasonAndTheNextAttempt(
            String state, String kind, int nextTryAt, String reason, String expected) {
        assertThat(page.evaluate(
                        "([state, kind, next, reason]) => source.stateWords("
                                + "{ state, since: 0, attempt: 1, next_try_at: next, reason }, kind, 10000)",
                        List.of(state, kind, nextTryAt, reason)))
                .isEqualTo(expected);
    }

    @Test
    void facts_ofKafkaAndDeliveries_haveTheirFigures() {
        assertThat(page.evaluate("""
                        () => source.facts({
                          now: 0,
                          state: { state: 'live', since: 0, attempt: 0, next_try_at: 0, reason: '' },
                          sources: [
                            { kind: 'kafka', address: 'kafka://h:9092/t', mapping: 'shopify',
                              figures: { partitions: 3, lag: 1200, position_age: 2500, connects: 1 } },
                            { kind: 'deliveries', address: 'POST /ingest', mapping: 'shopify',
                              figures: { journal_bytes: 33000001, journal_waiting: 2 } },
                          ],
                          counts: { messages: 5, records: 9, applied: 4, duplicate: 3, late: 1, rejected: 1 },
                        }).map((pair) => pair.join(': ')).join('\\n')""")).isEqualTo("""
                        Kafka: kafka://h:9092/t
                        State: Connected
                        Mapping: shopify
                        Partitions: 3
                        Still to read: 1,200 records, 2.5 sec behind
                        Connections made: 1
                        HTTP deliveries: POST /ingest
                        Mapping: shopify
                        Journal: 33 MB on disk, 2 waiting
                        Messages: 5
                        Records: 9: 4 new or changed, 3 known, 1 too late, 1 rejected""");
    }

    @Test
    void merged_keepsTheNewest20() {
        assertThat(page.evaluate("""
                        () => {
                          const numbered = (from, to) =>
                            Array.from({ length: from - to + 1 }, (_, i) => ({ number: from - i }));
                          return messages.merged(numbered(18, 1), numbered(21, 19)).map(({ number }) => number).join();
                        }""")).isEqualTo("21,20,19,18,17,16,15,14,13,12,11,10,9,8,7,6,5,4,3,2");
    }

    @ParameterizedTest
    @CsvSource({
        "'line 1, column 1: unexpected', 0",
        "'line 2, column 3: unexpected', 6",
        "'line 9, column 9: unexpected', 8",
        "'empty, expected a jq program', "
    })
    void placeOf_anError_isItsCharacter(String error, Integer expected) {
        assertThat(page.evaluate("error => trial.placeOf(error, 'abc\\ndefg')", error))
                .isEqualTo(expected);
    }

    @Test
    void words_ofAReason_areReadable() {
        assertThat(page.evaluate("refused.words('price_out_of_range')")).isEqualTo("Price out of range");
    }
}
