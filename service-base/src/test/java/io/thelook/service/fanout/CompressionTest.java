package io.thelook.service.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompressionTest {

    /** The offers of Chrome, Firefox, Safari, Go's gorilla and Python's websockets, and the responses to them. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "permessage-deflate; client_max_window_bits | permessage-deflate; client_no_context_takeover | true",
                "permessage-deflate | permessage-deflate; client_no_context_takeover | true",
                "x-webkit-deflate-frame, permessage-deflate | permessage-deflate; client_no_context_takeover | true",
                "permessage-deflate; server_no_context_takeover; client_no_context_takeover"
                        + " | permessage-deflate; client_no_context_takeover; server_no_context_takeover | false",
                "permessage-deflate; server_max_window_bits=12; client_max_window_bits=12, permessage-deflate"
                        + " | permessage-deflate; client_no_context_takeover | true",
                "permessage-deflate; server_max_window_bits=15"
                        + " | permessage-deflate; client_no_context_takeover; server_max_window_bits=15 | true",
            })
    void offer_isAccepted(String offer, String response, boolean mayRefer) {
        assertThat(Compression.of(List.of(offer))).contains(new Compression(response, mayRefer));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ",;,=",
                "deflate-frame",
                "permessage-deflate; server_max_window_bits=9",
                "permessage-deflate; server_max_window_bits",
                "permessage-deflate; client_max_window_bits=16",
                "permessage-deflate; client_max_window_bits=x",
                "permessage-deflate; client_no_context_takeover=1",
                "permessage-deflate; unheard_of",
                "permessage-deflate; client_max_window_bits; client_max_window_bits",
                "permessage-deflate; =; ;",
            })
    void otherOffers_areDeclined(String offer) {
        assertThat(Compression.of(List.of(offer))).isEmpty();
    }

    @Test
    void firstAcceptableOfSeveralHeaders_counts() {
        assertThat(Compression.of(List.of("deflate-frame", "permessage-deflate")))
                .isPresent();
        assertThat(Compression.of(List.of())).isEmpty();
        assertThat(Compression.of(List.of("a, ".repeat(8) + "permessage-deflate")))
                .as("among the first few")
                .isEmpty();
    }
}
