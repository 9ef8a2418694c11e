package io.thelook.dashboard.connect;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.thelook.dashboard.engine.Engine;
import io.thelook.dashboard.engine.Intake;
import io.thelook.dashboard.engine.MessageLog;
import io.thelook.dashboard.ingest.RefusedDeliveries;
import io.thelook.dashboard.source.SourceStatus;
import io.thelook.model.Rejection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The incoming messages and their outcomes. Times are in milliseconds since the epoch.
 *
 * @param now the dashboard's clock
 * @param state of the first source
 * @param sources at least one
 * @param counts since the start
 * @param rejections why records and messages could not be used, with an example each
 * @param refused deliveries that were refused, by status
 * @param newest the number of the newest message
 * @param messages the newest first
 */
@JsonNaming(SnakeCaseStrategy.class)
public record ConnectReport(
        long now,
        State state,
        List<Source> sources,
        Intake.Counts counts,
        List<Rejected> rejections,
        List<Refused> refused,
        long newest,
        List<Message> messages) {

    /** The reason for messages that could not be read, in addition to those of {@link Rejection}. */
    private static final String UNREADABLE = "unreadable_message";

    /** The state of a source, as {@link SourceStatus} has it. */
    @JsonNaming(SnakeCaseStrategy.class)
    public record State(String state, long since, int attempt, long nextTryAt, String reason) {}

    /** A source, as {@link SourceReport} has it. */
    public record Source(String kind, String address, String mapping, Map<String, Long> figures) {}

    /**
     * Records that could not be used, for one reason.
     *
     * @param reason the name in metrics, such as {@code other_currency}
     * @param count of the records, or messages
     * @param example the newest one in words; empty if there is none
     * @param at when it came, 0 if there is none
     */
    public record Rejected(String reason, long count, String example, long at) {}

    /**
     * Refused deliveries with one status.
     *
     * @param status of the responses
     * @param count of the deliveries
     * @param example the newest reason
     * @param at when that delivery came
     */
    public record Refused(int status, long count, String example, long at) {}

    /** A message, as {@link MessageLog.Message} has it. */
    public record Message(
            long number,
            String origin,
            long at,
            String text,
            int characters,
            boolean whole,
            List<Map<String, String>> records,
            int made,
            List<String> rejections,
            int rejected,
            String note) {

        private static Message of(MessageLog.Message message) {
            return new Message(
                    message.number(),
                    message.origin(),
                    message.at(),
                    message.text(),
                    message.characters(),
                    message.characters() <= MessageLog.MOST_WHOLE,
                    ShownRecord.of(message.records()),
                    message.made(),
                    message.rejections(),
                    message.rejected(),
                    message.note());
        }
    }

    /**
     * The report, with the messages after a number. Messages that arrive after this call are kept for the next report.
     *
     * @param now in milliseconds since the epoch
     */
    public static ConnectReport of(
            Engine engine, List<SourceReport> sources, RefusedDeliveries refused, long after, long now) {
        SourceStatus status = engine.sourceStatus();
        MessageLog log = engine.messages();
        List<Message> messages = log.watch(after).stream().map(Message::of).toList();
        return new ConnectReport(
                now,
                new State(
                        status.state().label(), status.since(), status.attempt(), status.nextTryAt(), status.reason()),
                sources.stream()
                        .map(each -> new Source(
                                each.kind(),
                                each.address(),
                                each.mapping(),
                                each.figures().get()))
                        .toList(),
                engine.intake().counts(),
                rejections(engine.intake(), log),
                refused(refused),
                log.newest(),
                messages);
    }

    private static List<Rejected> rejections(Intake intake, MessageLog log) {
        List<Rejected> rejections = new ArrayList<>();
        log.unreadableExample()
                .ifPresent(example ->
                        rejections.add(new Rejected(UNREADABLE, log.unreadable(), example.words(), example.at())));
        Map<Rejection, MessageLog.Example> examples = log.examples();
        intake.rejectedByReason().forEach((reason, count) -> {
            MessageLog.Example example = examples.getOrDefault(reason, new MessageLog.Example("", 0));
            rejections.add(new Rejected(reason.label(), count, example.words(), example.at()));
        });
        return rejections;
    }

    private static List<Refused> refused(RefusedDeliveries deliveries) {
        return deliveries.byStatus().entrySet().stream()
                .map(each -> new Refused(
                        each.getKey(),
                        each.getValue().count(),
                        each.getValue().reason(),
                        each.getValue().at()))
                .toList();
    }
}
