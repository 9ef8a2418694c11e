package io.thelook.dashboard.access;

import io.thelook.dashboard.view.QueryText;
import io.thelook.dashboard.window.Selection;
import java.time.Instant;

/**
 * One view that a link shows without signing in.
 *
 * @param query the window and the filters, as in an address; empty for the default view
 * @param isWall whether the page has the layout of a wall display
 * @param end when the link stops working, in whole seconds
 */
record Share(String query, boolean isWall, Instant end) {

    /** The view. */
    Selection selection() {
        return QueryText.selection(query);
    }

    /** The query of the page's own address, without a question mark. */
    String address() {
        if (!isWall) {
            return query;
        }
        return query.isEmpty() ? "kiosk" : query + "&kiosk";
    }
}
