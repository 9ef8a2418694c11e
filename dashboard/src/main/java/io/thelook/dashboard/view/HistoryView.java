package io.thelook.dashboard.view;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.thelook.dashboard.history.Answer;
import io.thelook.dashboard.history.History;
import io.thelook.dashboard.history.HistoryQuery;
import io.thelook.dashboard.window.Breakdown.Ranking;
import io.thelook.dashboard.window.Property;
import io.thelook.dashboard.window.Sums;
import io.thelook.dashboard.window.Trend;
import io.thelook.model.Metrics;
import io.thelook.model.Money;
import io.thelook.model.Record;
import io.thelook.model.RecordField;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The view of a query of the history: it shows the newest answer. Belongs to the engine's thread. */
public final class HistoryView extends WatchedView {

    /** How long an answer about a fixed span stays valid: records may still change. */
    private static final Duration WHILE_IT_STANDS = Duration.ofMinutes(1);

    private final HistoryQuery query;
    private final int maxBars;
    private final Deltas deltas;
    private Answer answer;
    private long askedAtNanos;

    /**
     * @param first the answer to begin with
     * @param refresh the interval of the deltas
     */
    public HistoryView(HistoryQuery query, Answer first, int maxBars, Duration refresh, long nanoTime) {
        this.query = query;
        this.maxBars = maxBars;
        this.deltas = new Deltas(refresh);
        this.askedAtNanos = nanoTime;
        show(first, nanoTime);
    }

    /** Shows a newer answer from now on. */
    public void show(Answer newer, long nanoTime) {
        answer = newer;
        deltas.update(metrics(newer), nanoTime);
    }

    /** Whether this is the answer that the view shows. */
    public boolean isShowing(Answer one) {
        return answer == one;
    }

    /**
     * Whether a newer answer is due. If so, the caller must ask for one, and the time starts again.
     *
     * @param nanoTime as {@link System#nanoTime}
     */
    public boolean isDueForAnswer(long nanoTime) {
        Duration goodFor = History.goodFor(answer);
        if (!query.period().isLive() && goodFor.compareTo(WHILE_IT_STANDS) < 0) {
            goodFor = WHILE_IT_STANDS;
        }
        if (nanoTime - askedAtNanos < goodFor.toNanos()) {
            return false;
        }
        askedAtNanos = nanoTime;
        return true;
    }

    @Override
    public HistoryQuery selection() {
        return query;
    }

    @Override
    void collectFigures(Map<String, Object> news, long nanoTime) {
        Map<String, Object> parts = parts(answer, maxBars);
        parts.put("deltas", deltas.get());
        parts.forEach((name, value) -> collect(news, name, value));
    }

    @Override
    public Optional<Figures> figures() {
        return Optional.of(new Figures(
                metrics(answer), Math.round(answer.span().length() / 60_000.0), View.Window.isCovered(answer)));
    }

    private static Metrics metrics(Answer of) {
        return WindowMetrics.of(of.sums(), of.keptMillis());
    }

    /** The parts that show an answer. A part may be {@code null}. */
    public static Map<String, Object> parts(Answer of, int maxBars) {
        Map<String, Object> parts = new LinkedHashMap<>();
        parts.put("window", View.Window.of(of));
        parts.put("unknown", unknown(of));
        parts.put("metrics", metrics(of));
        parts.put("deltas", Metrics.ZERO);
        parts.putAll(Bars.of(Bars.MAIN, maxBars, (property, most) -> of.rankings()
                .get(property)
                .first(most)));
        parts.put("latest", of.newest().stream().map(View.Order::of).toList());
        parts.put("further_countries", Bars.further(of.rankings().get(Property.COUNTRY), maxBars));
        parts.putAll(Bars.of(
                Bars.OTHERS,
                maxBars,
                (property, most) -> property == Property.PRODUCT && !hasProducts(of)
                        ? null
                        : of.rankings().get(property).first(most)));
        parts.put("trend", View.Trend.of(of.trend()));
        Answer.Before before = of.before();
        parts.put(
                "previous",
                before == null
                        ? null
                        : WindowMetrics.of(before.sums(), before.span().length()));
        parts.put(
                "compared",
                before == null
                        ? null
                        : new Compared(
                                before.days(),
                                before.span().from(),
                                before.span().to()));
        parts.put("trend_before", before == null ? null : TrendBefore.of(before.days(), before.trend()));
        parts.put("trend_week", of.weekBefore() == null ? null : TrendBefore.of(7, of.weekBefore()));
        return parts;
    }

    /** The names that a breakdown needs: those of the bars, and of the countries on the map. */
    public static int mostNames(int maxBars) {
        return maxBars + Bars.MOST_FURTHER;
    }

    private static boolean hasProducts(Answer of) {
        Ranking products = of.rankings().get(Property.PRODUCT);
        return !products.shares().isEmpty() && !isUnknown(products);
    }

    private static boolean isUnknown(Ranking ranking) {
        return ranking.shares().size() == 1 && ranking.shares().get(0).name().equals(Record.UNKNOWN);
    }

    /** The fields of which no record has a value; {@code null} if there are none, or no records. */
    private static List<String> unknown(Answer of) {
        List<String> unknown = new ArrayList<>();
        of.rankings().forEach((property, ranking) -> {
            if (property != Property.PRODUCT && isUnknown(ranking)) {
                unknown.add(property.field());
            }
        });
        boolean hasRecords = !of.rankings().get(Property.COUNTRY).shares().isEmpty();
        if (hasRecords && of.sums().costedSales().equals(Money.ZERO)) {
            unknown.add(RecordField.COST.label());
        }
        return unknown.isEmpty() ? null : unknown;
    }

    /**
     * The part {@code compared}: the span of {@code previous}.
     *
     * @param days how many days before
     * @param from the start of its span
     * @param to the end, exclusive
     */
    @JsonPropertyOrder({"days", "from", "to"})
    record Compared(
            @JsonProperty("days") int days,
            @JsonProperty("from") long from,
            @JsonProperty("to") long to) {}

    /**
     * Sales over time some days before, in steps as long as those of {@link View.Trend}.
     *
     * @param days how many days before
     * @param from the start of the first step
     * @param items as in {@link View.Trend}
     * @param sales as in {@link View.Trend}
     */
    @JsonPropertyOrder({"days", "from", "items", "sales"})
    record TrendBefore(
            @JsonProperty("days") int days,
            @JsonProperty("from") long from,
            @JsonProperty("items") List<Long> items,
            @JsonProperty("sales") List<Long> sales) {

        static TrendBefore of(int days, Trend.Line line) {
            List<Sums> points = Arrays.asList(line.points());
            return new TrendBefore(
                    days,
                    line.from(),
                    points.stream().map(Sums::items).toList(),
                    points.stream()
                            .map(point -> point.sales().roundedToDollars())
                            .toList());
        }
    }
}
