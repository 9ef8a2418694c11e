package io.thelook.dashboard.alert;

import java.time.Duration;

/**
 * The limits of a delivery.
 *
 * @param connect time for the connection, with TLS
 * @param answer time for the whole request
 * @param first limit on the random wait before the second attempt; doubled for each further one
 * @param longest limit on any random wait
 * @param attempts maximum number of attempts for one message
 * @param total time after the first attempt in which the others begin; also the limit on the wait that a receiver may
 *     request
 * @param waiting maximum number of messages that wait for one webhook
 */
record RetryLimits(
        Duration connect,
        Duration answer,
        Duration first,
        Duration longest,
        int attempts,
        Duration total,
        int waiting) {

    static final RetryLimits USUAL = new RetryLimits(
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(2),
            Duration.ofMinutes(2),
            12,
            Duration.ofMinutes(15),
            100);
}
