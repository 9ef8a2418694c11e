package io.thelook.dashboard.alert;

import io.thelook.dashboard.alert.Outcome.Kind;
import io.thelook.service.http.HttpSender;
import io.thelook.service.http.RequestFailure;
import io.thelook.service.http.RetryAfter;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/**
 * Sends messages by HTTP POST. Thread-safe.
 *
 * <p>A message is sent again after 408, 425, 429, 5xx and faults of the connection. After any other status than 2xx it
 * is refused.
 */
final class Post {

    /** The plain words with which Slack explains a refusal, such as {@code channel_is_archived}. */
    private static final Pattern WORDS = Pattern.compile("[a-z][a-z_ ]{1,60}");

    private final RetryLimits limits;
    private final InstantSource clock;
    private final RequestFailure failures;
    private final HttpSender sender;

    Post(RetryLimits limits, InstantSource clock) {
        this.limits = limits;
        this.clock = clock;
        this.failures = new RequestFailure(limits.connect(), limits.answer());
        this.sender = new HttpSender("alerts-http", limits.connect(), limits.answer());
    }

    /** Sends a body. The result always completes normally, on any thread. */
    CompletionStage<Outcome> send(Webhook webhook, byte[] body) {
        try {
            return request(webhook, body);
        } catch (RuntimeException e) {
            // The client refuses to send it. The message may show the address.
            String reason = "the request is invalid (" + e.getClass().getSimpleName() + ")";
            return CompletableFuture.completedFuture(new Outcome(Kind.REFUSED, reason, Duration.ZERO));
        }
    }

    private CompletionStage<Outcome> request(Webhook webhook, byte[] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(webhook.address())
                .header("User-Agent", "thelook-dashboard")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(body));
        webhook.token().ifPresent(token -> request.header("Authorization", "Bearer " + token));
        return sender.send(request.build())
                .handle((response, failure) -> failure == null
                        ? outcome(response)
                        : new Outcome(Kind.LATER, webhook.hideSecretsIn(failures.words(failure)), Duration.ZERO));
    }

    private Outcome outcome(HttpResponse<String> response) {
        int status = response.statusCode();
        if (status >= 200 && status < 300) {
            return Outcome.TAKEN;
        }
        boolean isLater = status == 408 || status == 425 || status == 429 || status >= 500;
        Duration pause = response.headers()
                .firstValue("Retry-After")
                .filter(value -> isLater)
                .flatMap(value -> RetryAfter.read(value, limits.total(), clock))
                .orElse(Duration.ZERO);
        return new Outcome(
                isLater ? Kind.LATER : Kind.REFUSED, "the receiver answers " + status + words(response), pause);
    }

    /** Shows plain words only: a body may repeat the address. */
    private static String words(HttpResponse<String> response) {
        String body = response.body().strip();
        boolean isShown =
                WORDS.matcher(body).matches() && !response.uri().toString().contains(body);
        return isShown ? ": " + body : "";
    }

    void close() {
        sender.close();
    }
}
