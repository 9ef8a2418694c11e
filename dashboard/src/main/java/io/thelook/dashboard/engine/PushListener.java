package io.thelook.dashboard.engine;

/** Is notified of each push of views. Called on the engine's thread, so it must return at once. */
public interface PushListener {

    /** Does nothing. */
    PushListener NONE = dataAt -> {};

    /**
     * All views have been pushed.
     *
     * @param dataAt arrival time of the last good message, in milliseconds since the epoch; {@code null} before the
     *     first one
     */
    void pushed(Long dataAt);
}
