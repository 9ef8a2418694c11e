package io.thelook.service.http;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends requests to a receiver over HTTP/1.1, on its own two daemon threads. Follows no redirects, because requests
 * carry secrets. Thread-safe. {@link RequestFailure} describes the failures.
 */
public final class HttpSender {

    private static final int THREADS = 2;

    private final Duration answer;
    private final ExecutorService threads;
    private final HttpClient client;

    /**
     * @param thread the name of the threads
     * @param connect the time limit on a connection, with TLS
     * @param answer the time limit on a whole request
     */
    public HttpSender(String thread, Duration connect, Duration answer) {
        this.answer = answer;
        this.threads = Executors.newFixedThreadPool(THREADS, task -> daemon(thread, task));
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(connect)
                .executor(threads)
                .build();
    }

    private static Thread daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Sends a request. Cancels it when its time is over.
     *
     * @return the response with the first 4 KB of its body, on any thread
     * @throws IllegalArgumentException if the client refuses to send the request; the message may show the address
     */
    public CompletionStage<HttpResponse<String>> send(HttpRequest request) {
        CompletableFuture<HttpResponse<String>> call = client.sendAsync(request, Beginning::of);
        return call.copy().orTimeout(answer.toNanos(), TimeUnit.NANOSECONDS).whenComplete((response, failure) -> {
            if (failure instanceof TimeoutException) {
                call.cancel(true);
            }
        });
    }

    /** Ends the threads. Requests in flight are lost. */
    public void close() {
        threads.shutdownNow();
    }
}
