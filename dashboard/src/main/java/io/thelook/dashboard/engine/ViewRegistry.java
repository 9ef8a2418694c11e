package io.thelook.dashboard.engine;

import io.thelook.dashboard.view.LiveView;
import io.thelook.dashboard.view.WatchedView;
import io.thelook.dashboard.window.LiveWindow;
import io.thelook.dashboard.window.Query;
import io.thelook.dashboard.window.Selection;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The views with subscriptions, by selection. A view counts towards the limit of the address that requested it first.
 * Belongs to the engine's thread, except {@link #size}.
 */
final class ViewRegistry {

    private static final String NO_ADDRESS = "";

    private final EngineSettings settings;
    private final Map<Selection, Entry> entries = new LinkedHashMap<>();
    private final Map<String, Integer> viewsOfAddress = new HashMap<>();
    private volatile List<WatchedView> views = List.of();

    private static final class Entry {
        private final WatchedView view;
        private final String address;
        private int subscriptions;

        private Entry(WatchedView view, String address) {
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

    /** Registers a view of the default query, which stays. */
    void keepDefault(LiveWindow window) {
        LiveView ofEverything = create(Query.DEFAULT, window);
        add(ofEverything, NO_ADDRESS);
        subscribe(ofEverything);
    }

    /** Registers a view. It stays as long as it has subscriptions. */
    void add(WatchedView view, String address) {
        entries.put(view.selection(), new Entry(view, address));
        viewsOfAddress.merge(address, 1, Integer::sum);
        listViews();
    }

    /** The view of that selection; {@code null} if there is none. */
    WatchedView get(Selection selection) {
        Entry entry = entries.get(selection);
        return entry == null ? null : entry.view;
    }

    /** The address that requested a view first; empty for the default view, and for one that has ended. */
    String address(WatchedView view) {
        Entry entry = entries.get(view.selection());
        return entry == null ? NO_ADDRESS : entry.address;
    }

    /** All views in order of registration. The list is immutable. */
    List<WatchedView> all() {
        return views;
    }

    /**
     * The reason why an address cannot have one more view; empty if it can.
     *
     * @param left the view that the viewer leaves for it; {@code null} if there is none
     */
    Optional<String> refusal(String address, WatchedView left) {
        Entry ending = left == null ? null : entries.get(left.selection());
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
    void subscribe(WatchedView view) {
        entries.get(view.selection()).subscriptions++;
    }

    /** Removes a subscription; returns whether it was the last one, so that the view has ended. */
    boolean unsubscribe(WatchedView view) {
        Entry entry = entries.get(view.selection());
        if (--entry.subscriptions > 0) {
            return false;
        }
        entries.remove(view.selection());
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
