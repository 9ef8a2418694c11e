package io.thelook.dashboard.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thelook.dashboard.history.TimeSpan;
import io.thelook.model.FeedFormat;
import io.thelook.model.FeedReader;
import io.thelook.model.FrameException;
import io.thelook.model.Record;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Flow;

/**
 * The past of a feed, which its server may offer over HTTP beside the feed: {@code /backfill} beside {@code /ws}, on
 * the same host and with the same credentials. docs/feed.md describes it. Not thread-safe.
 */
public final class PastFeed {

    private static final String SPAN = "backfill";
    private static final String RECORDS = "backfill.ndjson";
    private static final int MOST_SPAN_BYTES = 4_096;
    private static final int NOT_FOUND = 404;

    private final FeedSettings settings;
    private final ObjectMapper json;
    private HttpClient client;

    /** @param settings of the feed */
    public PastFeed(FeedSettings settings, ObjectMapper json) {
        this.settings = settings;
        this.json = json;
    }

    /** Receives some records. Fails if they cannot be used. */
    public interface Consumer {

        void accept(List<Record> records) throws IOException;
    }

    /**
     * The span that the server offers.
     *
     * @return empty if it offers none
     * @throws IOException if it cannot be reached, or answers something else
     */
    public Optional<TimeSpan> span() throws IOException {
        HttpResponse<Flow.Publisher<List<ByteBuffer>>> response = get(SPAN);
        try (InputStream body = bodyOf(response)) {
            if (response.statusCode() == NOT_FOUND) {
                return Optional.empty();
            }
            require(response);
            JsonNode span = json.readTree(body.readNBytes(MOST_SPAN_BYTES));
            if (!span.path("from").isIntegralNumber() || !span.path("to").isIntegralNumber()) {
                return Optional.empty();
            }
            long from = span.get("from").asLong();
            long to = span.get("to").asLong();
            return from < to ? Optional.of(new TimeSpan(from, to)) : Optional.empty();
        }
    }

    /**
     * Reads the records of a span, in order of time.
     *
     * @throws IOException if not all of them could be read
     */
    public void read(TimeSpan span, Consumer consumer) throws IOException {
        String target = RECORDS + "?from=" + span.from() + "&to=" + span.to();
        HttpResponse<Flow.Publisher<List<ByteBuffer>>> response = get(target);
        FeedReader reader = new FeedReader(FeedFormat.RECORDS);
        try (InputStream body = bodyOf(response)) {
            require(response);
            LineReader lines = new LineReader(body, settings.maxFrameBytes());
            for (String line = lines.read(); line != null; line = lines.read()) {
                consumer.accept(reader.read(line).frame().records());
            }
        } catch (FrameException e) {
            throw new IOException("a line of the past cannot be read: " + e.getMessage(), e);
        }
    }

    private static void require(HttpResponse<?> response) throws IOException {
        if (response.statusCode() != 200) {
            throw new IOException("status " + response.statusCode());
        }
    }

    private InputStream bodyOf(HttpResponse<Flow.Publisher<List<ByteBuffer>>> response) {
        return new PatientBody(response.body(), settings.timeout());
    }

    private HttpResponse<Flow.Publisher<List<ByteBuffer>>> get(String target) throws IOException {
        HttpRequest.Builder request;
        try {
            request = HttpRequest.newBuilder(beside(target)).timeout(settings.timeout());
            settings.headers().forEach(request::header);
            settings.address().authorization().ifPresent(value -> request.header("Authorization", value));
        } catch (IllegalArgumentException e) {
            throw new IOException("the feed's address cannot be used over HTTP", e);
        }
        try {
            return client().send(request.build(), BodyHandlers.ofPublisher());
        } catch (ConnectException e) {
            throw new IOException("its server cannot be reached", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the dashboard stops");
        }
    }

    /** The address of a resource beside the feed. */
    private URI beside(String target) {
        FeedAddress address = settings.address();
        String path = address.target().replaceFirst("\\?.*", "");
        String folder = path.substring(0, path.lastIndexOf('/') + 1);
        return URI.create((address.isSecure() ? "https://" : "http://") + address.hostHeader() + folder + target);
    }

    private HttpClient client() {
        if (client == null) {
            HttpClient.Builder builder = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .connectTimeout(settings.timeout());
            settings.ca().ifPresent(ca -> builder.sslContext(ca.context()));
            client = builder.build();
        }
        return client;
    }
}
