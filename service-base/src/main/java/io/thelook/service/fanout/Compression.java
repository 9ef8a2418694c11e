package io.thelook.service.fanout;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a client and this server have agreed on about the compression of messages: {@code permessage-deflate}, RFC 7692.
 *
 * <p>The server keeps no state for it. A client must therefore compress each of its messages by itself
 * ({@code client_no_context_takeover}), which a server may demand. Messages to the client may refer to the one before.
 *
 * @param response the extension in the response to the handshake
 * @param mayRefer whether messages to the client may refer to earlier ones
 */
record Compression(String response, boolean mayRefer) {

    private static final String NAME = "permessage-deflate";
    private static final String EACH_OF_SERVER_ALONE = "server_no_context_takeover";
    private static final String EACH_OF_CLIENT_ALONE = "client_no_context_takeover";
    private static final String REACH_OF_SERVER = "server_max_window_bits";
    private static final String REACH_OF_CLIENT = "client_max_window_bits";
    private static final String FARTHEST = "15";

    /** The most offers of a request that are looked at. */
    private static final int MOST_OFFERS = 8;

    /**
     * Accepts the first offer of a client that can be accepted.
     *
     * @param offers the values of {@code Sec-WebSocket-Extensions}
     * @return empty if there is none: messages then go without compression, both ways
     */
    static Optional<Compression> of(List<String> offers) {
        return offers.stream()
                .flatMap(value -> Stream.of(value.split(",")))
                .limit(MOST_OFFERS)
                .map(Compression::parameters)
                .filter(offer -> offer.containsKey(NAME) && isAcceptable(offer))
                .findFirst()
                .map(Compression::accepted);
    }

    /** The parameters of an offer and their values, which may be empty. Its name counts as one of them. */
    private static Map<String, String> parameters(String offer) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String each : offer.split(";")) {
            int equals = each.indexOf('=');
            String name = (equals < 0 ? each : each.substring(0, equals)).strip();
            String value = equals < 0 ? "" : each.substring(equals + 1).strip().replace("\"", "");
            if (parameters.put(name, value) != null) {
                // A parameter that is given twice makes an offer that cannot be accepted.
                parameters.put("", "");
            }
        }
        return parameters;
    }

    private static boolean isAcceptable(Map<String, String> offer) {
        return offer.entrySet().stream().allMatch(parameter -> switch (parameter.getKey()) {
            case NAME, EACH_OF_SERVER_ALONE, EACH_OF_CLIENT_ALONE ->
                parameter.getValue().isEmpty();
            case REACH_OF_CLIENT -> parameter.getValue().isEmpty() || isReach(parameter.getValue());
            // The JDK's compressor has no shorter reach.
            case REACH_OF_SERVER -> FARTHEST.equals(parameter.getValue());
            default -> false;
        });
    }

    private static boolean isReach(String value) {
        return value.matches("[89]|1[0-5]");
    }

    private static Compression accepted(Map<String, String> offered) {
        boolean mayRefer = !offered.containsKey(EACH_OF_SERVER_ALONE);
        StringBuilder response = new StringBuilder(NAME + "; " + EACH_OF_CLIENT_ALONE);
        if (!mayRefer) {
            response.append("; " + EACH_OF_SERVER_ALONE);
        }
        if (offered.containsKey(REACH_OF_SERVER)) {
            response.append("; " + REACH_OF_SERVER + "=" + FARTHEST);
        }
        return new Compression(response.toString(), mayRefer);
    }
}
