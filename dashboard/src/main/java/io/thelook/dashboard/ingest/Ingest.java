package io.thelook.dashboard.ingest;

import io.thelook.dashboard.engine.MessageLog;
import io.thelook.dashboard.window.LiveWindow;
import io.thelook.model.FeedFormat;
import io.thelook.model.FeedReader;
import io.thelook.model.Frame;
import io.thelook.model.FrameException;
import io.thelook.service.thread.ServiceThread;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Accepts deliveries of records: reads them and stores them.
 *
 * <p>Thread-safe. The thread {@code ingest} starts with the first delivery.
 */
public final class Ingest {

    private final DeliveryStore store;
    private final Function<String, FeedFormat> formats;
    private final MessageLog messages;
    private final InstantSource clock;
    private final ServiceThread thread = new ServiceThread("ingest");

    /** Belongs to the thread. */
    private final Map<String, FeedReader> readers = new HashMap<>();

    /**
     * @param formats of the deliveries that a scheme of {@link Admission} has admitted
     * @param messages receives each delivery as it came
     */
    public Ingest(DeliveryStore store, Function<String, FeedFormat> formats, MessageLog messages, InstantSource clock) {
        this.store = store;
        this.formats = formats;
        this.messages = messages;
        this.clock = clock;
    }

    /**
     * Takes a delivery.
     *
     * @param text JSON in any form
     * @param scheme that has admitted it
     * @return completes once its records are kept. Fails with a {@link FrameException} if the text cannot be read, and
     *     otherwise as {@link DeliveryStore#keep}
     */
    public CompletionStage<Receipt> deliver(String text, String scheme) {
        CompletableFuture<Receipt> receipt = new CompletableFuture<>();
        thread.execute(() -> {
            long arrival = clock.millis();
            try {
                Frame frame =
                        readers.computeIfAbsent(scheme, this::reader).read(text).frame();
                messages.read(scheme, arrival, text, frame, "");
                store.keep(frame, arrival).whenComplete((change, failure) -> {
                    if (failure == null) {
                        receipt.complete(receipt(frame, change));
                    } else {
                        receipt.completeExceptionally(failure);
                    }
                });
            } catch (FrameException e) {
                messages.unreadable(scheme, arrival, text, e.getMessage());
                receipt.completeExceptionally(e);
            } catch (RuntimeException | Error e) {
                receipt.completeExceptionally(e);
            }
        });
        return receipt;
    }

    private FeedReader reader(String scheme) {
        return new FeedReader(formats.apply(scheme));
    }

    private static Receipt receipt(Frame frame, LiveWindow.Change change) {
        int known = change.duplicate() + change.stale();
        return new Receipt(
                frame.records().size() - known,
                known,
                frame.rejections().stream()
                        .map(each -> new Receipt.Rejected(
                                each.element(), each.reason().label(), each.detail()))
                        .toList());
    }

    /** The thread that reads deliveries, for liveness and metrics. */
    public ServiceThread thread() {
        return thread;
    }

    /** Ends the thread. */
    public void stop() {
        thread.shutdownNow();
    }
}
