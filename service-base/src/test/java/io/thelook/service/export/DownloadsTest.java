package io.thelook.service.export;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.thelook.service.http.RawClient;
import io.thelook.service.http.TrustedProxies;
import io.thelook.service.testing.LocalServer;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Downloads over real sockets, of clients of every kind. */
class DownloadsTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration PATIENCE = Duration.ofMillis(400);

    private final Vertx vertx = Vertx.vertx();
    private Downloads downloads = new Downloads(TrustedProxies.NONE, PATIENCE);

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void file_ofAnySize_arrivesAsItWasWritten() throws Exception {
        for (int size :
                new int[] {0, 1, ResponseStream.CHUNK - 1, ResponseStream.CHUNK, 3 * ResponseStream.CHUNK + 7}) {
            int port = serve(out -> {
                byte[] bytes = new byte[size];
                for (int i = 0; i < size; i++) {
                    bytes[i] = (byte) i;
                }
                int half = size / 2;
                out.write(bytes, 0, half);
                for (int i = half; i < size; i++) {
                    out.write(bytes[i]);
                }
            });

            try (InputStream in =
                    URI.create("http://127.0.0.1:" + port + "/file").toURL().openStream()) {
                byte[] all = in.readAllBytes();
                assertThat(all).hasSize(size);
                for (int i = 0; i < size; i++) {
                    assertThat(all[i]).isEqualTo((byte) i);
                }
            }
        }
        await().atMost(SOON).until(() -> downloads.active() == 0 && downloads.completed() == 5);
    }

    @Test
    void head_hasTheHeadersAndTakesNoSeat() throws Exception {
        int port = serve(out -> out.write("a,b\r\n".getBytes(US_ASCII)));

        try (RawClient client = RawClient.to(port)) {
            for (int i = 0; i < 3 * Downloads.SEATS; i++) {
                RawClient.Head head = client.ask("HEAD", "/file").head();
                assertThat(head.status()).isEqualTo(200);
                assertThat(head.headers())
                        .containsEntry("content-type", "text/csv")
                        .containsEntry("content-disposition", "attachment; filename=\"file.csv\"");
            }
            RawClient.Head head = client.ask("GET", "/file").head();
            assertThat(head.status()).isEqualTo(200);
            assertThat(client.body(head)).isEqualTo("a,b\r\n");
            await().atMost(SOON).until(() -> downloads.active() == 0);
            assertThat(downloads.completed()).isEqualTo(1);
        }
    }

    @Test
    void otherMethod_isRefusedByName() throws Exception {
        int port = serve(out -> {});

        try (RawClient client = RawClient.to(port)) {
            RawClient.Head head = client.ask("DELETE", "/file").head();
            assertThat(head.status()).isEqualTo(405);
            assertThat(head.headers()).containsEntry("allow", "GET, HEAD");
            assertThat(client.body(head)).isEqualTo("DELETE: expected GET or HEAD");
        }
    }

    @Test
    void clientsThatDoNotRead_areResetAndTheirSeatsAreFreeAgain() throws Exception {
        int port = serve(DownloadsTest::writeForEver);

        try (RawClient one = RawClient.to(port).ask("GET", "/file");
                RawClient two = RawClient.to(port).ask("GET", "/file")) {
            await().atMost(SOON).until(() -> downloads.slow() == 2 && downloads.active() == 0);

            assertThat(one.isReset()).isTrue();
            assertThat(two.isReset()).isTrue();
        }
    }

    /** It reads continuously, at about a quarter of the required speed. */
    @Test
    void clientThatTrickles_isReset() throws Exception {
        int port = serve(DownloadsTest::writeForEver);
        long every = PATIENCE.toNanos() / 16;

        try (RawClient client = RawClient.to(port).ask("GET", "/file")) {
            assertThatThrownBy(() -> {
                        for (long next = System.nanoTime(); ; next += every) {
                            TimeUnit.NANOSECONDS.sleep(next - System.nanoTime());
                            client.take(1_024);
                        }
                    })
                    .isInstanceOf(SocketException.class);
            await().atMost(SOON).until(() -> downloads.slow() == 1 && downloads.active() == 0);
        }
    }

    @Test
    void clientThatTakesItsTime_getsTheWholeFile() throws Exception {
        downloads = new Downloads(TrustedProxies.NONE, Duration.ofSeconds(1));
        int size = 16 << 20;
        int port = serve(out -> out.write(new byte[size]));

        try (RawClient client = RawClient.to(port).ask("GET", "/file")) {
            int pieces = 12;
            for (int i = 0; i < pieces; i++) {
                assertThat(client.take(size / pieces)).isEqualTo(size / pieces);
                TimeUnit.MILLISECONDS.sleep(120);
            }
            await().atMost(SOON).until(() -> downloads.completed() == 1);
        }
        assertThat(downloads.slow()).isZero();
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "other systems have one address of their own")
    void oneAddress_getsHalfOfTheSeats() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        int port = serve(out -> awaitLatch(end));

        try (RawClient one = RawClient.from("127.0.0.1", port).ask("GET", "/file");
                RawClient two = RawClient.from("127.0.0.1", port).ask("GET", "/file")) {
            await().atMost(SOON).until(() -> downloads.active() == 2);
            assertIsRefused("127.0.0.1", port);
            try (RawClient three = RawClient.from("127.0.0.2", port).ask("GET", "/file");
                    RawClient four = RawClient.from("127.0.0.2", port).ask("GET", "/file")) {
                await().atMost(SOON).until(() -> downloads.active() == 4);
                assertIsRefused("127.0.0.2", port);
                assertIsRefused("127.0.0.3", port);
                end.countDown();

                for (RawClient each : new RawClient[] {one, two, three, four}) {
                    assertThat(each.head().status()).isEqualTo(200);
                }
            }
        }
        await().atMost(SOON).until(() -> downloads.active() == 0);
        assertThat(downloads.refused()).isEqualTo(3);
    }

    private static void assertIsRefused(String address, int port) throws IOException {
        try (RawClient client = RawClient.from(address, port)) {
            RawClient.Head head = client.ask("GET", "/file").head();
            assertThat(head.status()).isEqualTo(503);
            assertThat(head.headers()).containsEntry("retry-after", "5").doesNotContainKey("content-disposition");
            assertThat(client.body(head)).contains("4, 2 of them to one address");
        }
    }

    @Test
    void clientGone_beforeAnythingIsWritten_leavesItsSeat() throws Exception {
        CountDownLatch gone = new CountDownLatch(1);
        int port = serve(out -> {
            awaitLatch(gone);
            out.write(new byte[10 * ResponseStream.CHUNK]);
        });

        for (int i = 0; i < 2; i++) {
            try (RawClient client = RawClient.to(port)) {
                client.ask("GET", "/file");
                int started = i + 1;
                await().atMost(SOON).until(() -> downloads.active() == started);
            }
        }
        gone.countDown();

        await().atMost(SOON).until(() -> downloads.active() == 0 && downloads.aborted() == 2);
    }

    @ParameterizedTest
    @CsvSource({"IOException, 503", "IllegalStateException, 500", "StackOverflowError, 500"})
    void fileThatCannotBeWritten_isAnError(String failure, int status) throws Exception {
        int port = serve(out -> fail(failure));

        for (int i = 0; i <= Downloads.SEATS; i++) {
            try (RawClient client = RawClient.to(port).ask("GET", "/file")) {
                assertThat(client.head().status()).isEqualTo(status);
            }
            int failed = i + 1;
            await().atMost(SOON).until(() -> downloads.active() == 0 && downloads.aborted() == failed);
        }
    }

    @ParameterizedTest
    @CsvSource({"IOException", "IllegalStateException", "StackOverflowError"})
    void fileThatBreaksOff_isNotTakenForWhole(String failure) throws Exception {
        int port = serve(out -> {
            out.write(new byte[ResponseStream.CHUNK]);
            fail(failure);
        });

        try (RawClient client = RawClient.to(port).ask("GET", "/file")) {
            assertThat(client.isReset()).isTrue();
            await().atMost(SOON).until(() -> downloads.active() == 0 && downloads.aborted() == 1);
        }
    }

    private int serve(Download.Content content) {
        Router router = Router.router(vertx);
        Downloads.route(
                router, "/file", context -> downloads.send(context, new Download("file.csv", "text/csv", content)));
        return LocalServer.start(vertx, router);
    }

    private static void writeForEver(OutputStream out) throws IOException {
        byte[] block = new byte[10_000];
        while (true) {
            out.write(block);
        }
    }

    private static void awaitLatch(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static void fail(String failure) throws IOException {
        switch (failure) {
            case "IOException" -> throw new IOException("out of order");
            case "IllegalStateException" -> throw new IllegalStateException("out of order");
            default -> throw new StackOverflowError("out of order");
        }
    }
}
