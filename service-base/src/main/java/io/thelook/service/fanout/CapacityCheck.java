package io.thelook.service.fanout;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.smallrye.mutiny.Uni;
import io.thelook.service.http.TrustedProxies;
import java.util.List;
import java.util.Map;

/**
 * Refuses the upgrade to an endpoint whose audience is full or closed, with 503 and {@code Retry-After}. If an upgrade
 * races past the check, the endpoint closes it with {@link Audience#TRY_AGAIN_LATER}. Every {@link SendingEndpoint}
 * needs a check.
 */
public abstract class CapacityCheck implements HttpUpgradeCheck {

    /** The value of {@code Retry-After} in a refusal, in seconds. */
    public static final String RETRY_AFTER_SECONDS = "5";

    private static final Map<String, List<String>> RETRY_AFTER = Map.of("Retry-After", List.of(RETRY_AFTER_SECONDS));

    private static final String EXTENSIONS = HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS.toString();

    private final Class<?> endpoint;
    private final Audience audience;
    private final TrustedProxies proxies;
    private final int maxMessages;

    /**
     * @param endpoint the WebSocket endpoint class that the check guards
     * @param audience the endpoint's audience
     * @param proxies that say for whom they ask
     * @param maxMessages how many frames a peer may send within a second
     */
    protected CapacityCheck(Class<?> endpoint, Audience audience, TrustedProxies proxies, int maxMessages) {
        this.endpoint = endpoint;
        this.audience = audience;
        this.proxies = proxies;
        this.maxMessages = maxMessages;
    }

    @Override
    public Uni<CheckResult> perform(HttpUpgradeContext context) {
        if (audience.isFull()) {
            audience.countRefused();
            return CheckResult.rejectUpgrade(503, RETRY_AFTER);
        }
        return WebSocketPeer.prepare(
                        context, proxies, () -> new FrameLimit(maxMessages, System::nanoTime, audience::countFlooding))
                .map(compression -> CheckResult.permitUpgrade(Map.of(EXTENSIONS, List.of(compression.response()))))
                .orElseGet(CheckResult::permitUpgrade);
    }

    @Override
    public boolean appliesTo(String endpointId) {
        return endpoint.getName().equals(endpointId);
    }
}
