package io.thelook.producer.publish;

import java.util.concurrent.CompletionStage;

/** A way to send parcels to a receiver. Used by one thread. */
interface Channel {

    /** Limit on parcels that are being sent at a time. */
    int mostParcels();

    /** Limit on events in a parcel. */
    int mostEvents();

    /** Sends a parcel. Completes on any thread, and never exceptionally. */
    CompletionStage<Answer> send(Parcel parcel);

    /** Ends the connection. Parcels that are being sent may be lost. */
    void close();
}
