package io.thelook.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.WebSocketRoute;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Answers a page in the place of a dashboard that keeps a history of eight days: the time is 12:00 of 26 November 2026,
 * in UTC, which is also the time zone of the shop.
 */
final class PastShop {

    static final long NOW = 1_795_694_400_000L;
    static final long DAY = 86_400_000;
    static final long MIDNIGHT = NOW - DAY / 2;
    private static final long HOUR = DAY / 24;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, Integer> MINUTES = Map.of("1h", 60, "24h", 1_440, "7d", 10_080);

    /** The messages from the page, without pings. */
    final List<JsonNode> requests = new CopyOnWriteArrayList<>();

    private final ObjectNode documented;
    private volatile WebSocketRoute socket;
    private volatile String query = "";
    private volatile Consumer<ObjectNode> change = view -> {};
    private volatile boolean isHolding;
    private volatile String refusal;

    PastShop(Page page) throws IOException {
        documented = (ObjectNode) JSON.readTree(Documented.view());
        page.clock().setFixedTime(NOW);
        page.routeWebSocket(url -> url.contains("/live"), route -> {
            socket = route;
            route.onMessage(message -> answer(message.text()));
            int start = route.url().indexOf('?');
            subscribe(start < 0 ? "" : route.url().substring(start + 1));
        });
    }

    /** Changes all further views, such as by taking parts away. */
    void change(Consumer<ObjectNode> made) {
        change = made;
        if (socket != null) {
            show();
        }
    }

    /** From now on, choices are not answered until {@link #show()}. */
    void hold() {
        isHolding = true;
    }

    /** From now on, choices of a window of history are refused. */
    void refuse(String reason) {
        refusal = reason;
    }

    boolean isConnected() {
        return socket != null;
    }

    /** Sends the view of the query. */
    void show() {
        socket.send(view(query, NOW).put("type", "view").toString());
    }

    /** The requests of a type. */
    List<JsonNode> requests(String type) {
        return requests.stream()
                .filter(request -> request.get("type").asText().equals(type))
                .toList();
    }

    private void answer(String message) {
        JsonNode request;
        try {
            request = JSON.readTree(message);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(message, e);
        }
        switch (request.get("type").asText()) {
            case "ping" -> socket.send("{\"type\":\"pong\",\"id\":" + request.get("id") + ",\"now\":" + NOW + "}");
            case "subscribe" -> {
                requests.add(request);
                subscribe(request.get("query").asText());
            }
            case "replay" -> {
                requests.add(request);
                replay(request.get("at").asLong());
            }
            default -> {
                requests.add(request);
                socket.send(day(request.get("at").asLong()).toString());
            }
        }
    }

    private void subscribe(String wanted) {
        if (refusal != null && wanted.matches(".*(window=[0-9]*[a-z]|from=).*")) {
            if (query.isEmpty()) {
                show();
            }
            socket.send(JSON.createObjectNode()
                    .put("type", "error")
                    .put("message", refusal)
                    .toString());
            return;
        }
        query = wanted;
        if (!isHolding) {
            show();
        }
    }

    private void replay(long wanted) {
        long from = NOW - 8 * DAY;
        long at = Math.min(NOW, Math.max(from, wanted));
        socket.send(view(query, at)
                .put("type", "replay")
                .put("known_from", from)
                .put("known_to", NOW)
                .toString());
    }

    private ObjectNode view(String of, long at) {
        ObjectNode view = documented.deepCopy();
        view.put("now", NOW).put("data_at", NOW).put("at", at);
        view.putObject("history").put("state", "on").put("since", NOW - 8 * DAY).put("days", 35);
        view.set("today", today());
        Matcher window = Pattern.compile("window=(\\w+)").matcher(of);
        Matcher range = Pattern.compile("from=(\\d+)&to=(\\d+)").matcher(of);
        String name = window.find() ? window.group(1) : "1";
        if (range.find()) {
            put(view, Long.parseLong(range.group(1)), Long.parseLong(range.group(2)), HOUR, 1);
        } else if (name.equals("today")) {
            put(view, MIDNIGHT, at, HOUR, 1);
            lengthen((ObjectNode) view.get("trend_before"));
        } else if (name.equals("yesterday")) {
            put(view, MIDNIGHT - DAY, MIDNIGHT, HOUR, 1);
        } else if (MINUTES.containsKey(name)) {
            long length = MINUTES.get(name) * 60_000L;
            put(view, at - length, at, Math.max(60_000, length / 48), name.equals("7d") ? 7 : 1);
        } else {
            view.putObject("window").put("minutes", Integer.parseInt(name));
        }
        change.accept(view);
        return view;
    }

    private static void put(ObjectNode view, long from, long to, long step, int days) {
        view.putObject("window")
                .put("minutes", Math.round((to - from) / 60_000.0))
                .put("from", from)
                .put("to", to);
        view.putObject("compared")
                .put("days", days)
                .put("from", from - days * DAY)
                .put("to", to - days * DAY);
        int steps = (int) ((to - from + step - 1) / step);
        view.set("trend", line(from, steps, 100).put("step", step));
        view.set("trend_before", line(from - days * DAY, steps, 80).put("days", days));
        if (days == 1) {
            view.set("trend_week", line(from - 7 * DAY, steps, 120).put("days", 7));
        }
    }

    private static ObjectNode line(long from, int steps, int sales) {
        ObjectNode line = JSON.createObjectNode().put("from", from);
        for (String name : List.of("orders", "items", "sales", "margin")) {
            ArrayNode values = line.putArray(name);
            for (int i = 0; i < steps; i++) {
                values.add(name.equals("sales") ? sales + i : name.equals("margin") ? 0 : 2);
            }
        }
        return line;
    }

    /** The whole day; the present one has only its beginning. */
    private static void lengthen(ObjectNode line) {
        ArrayNode sales = (ArrayNode) line.get("sales");
        while (sales.size() < 24) {
            sales.add(50);
        }
    }

    private static ObjectNode today() {
        ObjectNode today = JSON.createObjectNode()
                .put("date", "2026-11-26")
                .put("zone", "UTC")
                .put("from", MIDNIGHT)
                .put("to", MIDNIGHT + DAY)
                .put("at", NOW)
                .put("share", 0.4)
                .put("share_of", "last_week")
                .put("forecast", 25_000);
        today.set("metrics", metrics(400, 600, 10_000));
        today.set("yesterday", metrics(300, 450, 8_000));
        today.set("last_week", metrics(410, 610, 10_400));
        return today;
    }

    static ObjectNode metrics(int orders, int items, int sales) {
        return JSON.createObjectNode()
                .put("num_orders", orders)
                .put("num_order_items", items)
                .put("total_sales", sales)
                .put("average_order_value", sales / (double) orders);
    }

    private static ObjectNode day(long at) {
        long from = Math.floorDiv(at, DAY) * DAY;
        int steps = (int) ((Math.min(from + DAY, NOW) - from) / 300_000);
        ObjectNode day = JSON.createObjectNode()
                .put("type", "day")
                .put("from", from)
                .put("to", Math.min(from + DAY, NOW))
                .put("step", 300_000);
        ArrayNode orders = day.putArray("orders");
        ArrayNode sales = day.putArray("sales");
        for (int i = 0; i < steps; i++) {
            orders.add(i % 50);
            sales.add(i % 50 * 80);
        }
        ArrayNode peaks = day.putArray("peaks");
        for (int hour : List.of(9, 20)) {
            if (hour * 12 < steps) {
                peaks.addArray().add(from + hour * HOUR).add(124).add(9_920);
            }
        }
        return day;
    }
}
