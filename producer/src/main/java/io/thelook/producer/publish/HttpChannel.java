package io.thelook.producer.publish;

import io.thelook.producer.publish.Parcel.Item;
import io.thelook.producer.publish.format.Format;
import io.thelook.producer.publish.format.PublishFormat;
import io.thelook.service.http.HttpSender;
import io.thelook.service.signature.Signature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.zip.GZIPOutputStream;

/**
 * Sends parcels by HTTP POST. Records of theLook are sent many at a time, as NDJSON in gzip. A webhook is a separate
 * request, with the headers and the signature of its shop's software.
 *
 * <p>Uses HTTP/1.1, and one connection for each parcel in flight. Redirects are not followed.
 */
final class HttpChannel implements Channel {

    private static final int MOST_WEBHOOKS = 64;
    private static final int MOST_BATCHES = 2;
    private static final int MOST_EVENTS = 500;

    private final Target.Http target;
    private final Format format;
    private final boolean isWebhook;
    private final Optional<Signature> signature;
    private final Optional<String> authorization;
    private final Answers answers;
    private final HttpSender sender;

    /**
     * Time limits of a request.
     *
     * @param connect for the connection, with TLS
     * @param answer for the whole request
     */
    record Patience(Duration connect, Duration answer) {

        static final Patience USUAL = new Patience(Duration.ofSeconds(5), Duration.ofSeconds(15));
    }

    HttpChannel(Target.Http target, Plan plan, Patience patience, InstantSource clock) {
        this.target = target;
        PublishFormat kind = plan.format();
        format = kind.format();
        isWebhook = kind.isWebhook();
        signature = plan.secret().filter(secret -> isWebhook).map(secret -> kind.signature(secret.value(), clock));
        authorization = plan.token().map(token -> "Bearer " + token.value()).or(target::basic);
        answers = new Answers(patience, plan.secrets(), clock);
        sender = new HttpSender("publish-http", patience.connect(), patience.answer());
    }

    @Override
    public int mostParcels() {
        return isWebhook ? MOST_WEBHOOKS : MOST_BATCHES;
    }

    @Override
    public int mostEvents() {
        return isWebhook ? 1 : MOST_EVENTS;
    }

    @Override
    public CompletionStage<Answer> send(Parcel parcel) {
        return sender.send(isWebhook ? webhook(parcel.items().get(0)) : batch(parcel))
                .handle((response, failure) -> failure == null ? answers.of(response) : answers.of(failure));
    }

    private HttpRequest webhook(Item item) {
        byte[] body = item.documents().get(0);
        Map<String, String> headers = format.headers(item.event());
        HttpRequest.Builder request = request(body);
        if (!headers.containsKey("Content-Type")) {
            request.header("Content-Type", "application/json");
        }
        headers.forEach(request::header);
        signature.ifPresent(each -> request.header(each.scheme().header(), each.sign(body)));
        return request.build();
    }

    private HttpRequest batch(Parcel parcel) {
        return request(zip(parcel))
                .header("Content-Type", "application/x-ndjson")
                .header("Content-Encoding", "gzip")
                .build();
    }

    private HttpRequest.Builder request(byte[] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(target.uri())
                .header("User-Agent", "thelook-producer")
                .header("Accept", "*/*")
                .POST(BodyPublishers.ofByteArray(body));
        authorization.ifPresent(value -> request.header("Authorization", value));
        return request;
    }

    private static byte[] zip(Parcel parcel) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream lines = new GZIPOutputStream(bytes)) {
            for (Item item : parcel.items()) {
                for (byte[] document : item.documents()) {
                    lines.write(document);
                    lines.write('\n');
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory cannot fail", e);
        }
        return bytes.toByteArray();
    }

    @Override
    public void close() {
        sender.close();
    }
}
