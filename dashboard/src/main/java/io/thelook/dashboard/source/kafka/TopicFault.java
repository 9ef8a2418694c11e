package io.thelook.dashboard.source.kafka;

/** Thrown if the topic cannot be read as it is. The message says why, in words. */
final class TopicFault extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TopicFault(String words) {
        super(words);
    }
}
