package io.thelook.dashboard.engine;

import io.thelook.dashboard.view.LiveView;
import io.thelook.dashboard.window.LiveWindow;
import io.thelook.dashboard.window.Query;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The views with subscriptions, by query. A view counts towards the limit of the address that requested it first.
 * Belongs to the engine's thread, except {@link #size}.
 */
final class ViewRegistry {

    private final EngineSettings settings;
    private final Map<Query, Entry> entries = new LinkedHashMap<>();
    private final Map<String, Integer> viewsOfAddress = new HashMap<>();
    private volatile List<LiveView> views = List.of();

    private static final class Entry {
        private final LiveView view;
        private final String address;
        private int subscriptions;

        private Entry(LiveView view, String address) {
            this.view = view;
            this.address = address;
        }
    }

    ViewRegistry(EngineSettings settings) {
        this.settings = settings;
    }

    /** Creates a view of that query without registering it. */
    LiveView create(Query query, LiveWindow window) {
        return new LiveView(
                query,
                window,
                Duration.ofSeconds(settings.refreshSeconds()),
                settings.maxBars(),
                settings.viewBytesPerSecond());
    }

    /** Registers a view. It stays as long as it has subscriptions. */
    void add(LiveView view, String address) {
        entries.put(view.query(), new Entry(view, address));
        viewsOfAddress.merge(address, 1, Integer::sum);
        listViews();
    }

    /** The view of that query; {@code null} if there is none. */
    LiveView get(Query query) {
        Entry entry = entries.get(query);
        return entry == null ? null : entry.view;
    }

    /** All views in order of registration. The list is immutable. */
    List<LiveView> all() {
        return views;
    }

    /**
     * Why an address cannot have one more view; empty if it can.
     *
     * @param left the view that the viewer leaves for it; {@code null} if there is none
     */
    Optional<String> refusal(String address, LiveView left) {
        Entry ending = left == null ? null : entries.get(left.query());
        boolean isLastToLeave = ending != null && ending.subscriptions == 1;
        int others = isLastToLeave ? entries.size() - 1 : entries.size();
        if (others >= settings.maxViews()) {
            return Optional.of("too many different views are open (" + settings.maxViews()
                    + "): try again later, or ask for one that others have open");
        }
        int own = viewsOfAddress.getOrDefault(address, 0);
        if (isLastToLeave && ending.address.equals(address)) {
            own--;
        }
        if (own >= settings.maxViewsPerAddress()) {
            return Optional.of("too many different views are open from your address (" + settings.maxViewsPerAddress()
                    + "): close one, or ask for one that others have open");
        }
        return Optional.empty();
    }

    /** Adds a subscription. */
    void subscribe(LiveView view) {
        entries.get(view.query()).subscriptions++;
    }

    /** Removes a subscription; returns whether it was the last one, so that the view has ended. */
    boolean unsubscribe(LiveView view) {
        Entry entry = entries.get(view.query());
        if (--entry.subscriptions > 0) {
            return false;
        }
        entries.remove(view.query());
        viewsOfAddress.computeIfPresent(entry.address, (address, views) -> views == 1 ? null : views - 1);
        listViews();
        view.end();
        return true;
    }

    private void listViews() {
        views = entries.values().stream().map(entry -> entry.view).toList();
    }

    int size() {
        return views.size();
    }
}
