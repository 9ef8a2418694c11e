package io.thelook.dashboard.source;

/** A feed of records that keeps itself connected. */
public interface RecordSource {

    /** Receives what a source has to tell, one call at a time for the status, one at a time for the frames. */
    interface Sink {

        /** A frame of the snapshot feed, unread. Returns at once: it is called on the network's thread. */
        void frame(String text);

        /** The state of the connection has changed. */
        void status(SourceStatus status);
    }

    /** Connects, and reconnects for ever. To be called once. */
    void start(Sink sink);

    /** Closes the connection for good. */
    void stop();
}
