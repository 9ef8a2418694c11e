package io.thelook.dashboard.window;

/** What a viewer selects: a period, and which of its records count. Implementations are immutable and have equals. */
public interface Selection {

    /** Which records count. */
    Filter filter();
}
