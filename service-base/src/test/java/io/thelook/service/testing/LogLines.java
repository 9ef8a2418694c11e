package io.thelook.service.testing;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Collects the lines of a logger and its children until it is closed. Thread-safe. */
public final class LogLines extends Handler implements AutoCloseable {

    private final List<LogRecord> lines = new CopyOnWriteArrayList<>();
    private final Logger logger;

    /** @param name of the logger */
    public LogLines(String name) {
        logger = Logger.getLogger(name);
        logger.addHandler(this);
    }

    @Override
    public void publish(LogRecord line) {
        lines.add(line);
    }

    /** All lines, each with its time, its exception and the parameters of its message. */
    public List<String> all() {
        return lines.stream()
                .map(line -> new SimpleFormatter().format(line) + Arrays.toString(line.getParameters()))
                .toList();
    }

    /** The messages of the warnings and errors. */
    public List<String> warnings() {
        return lines.stream()
                .filter(line -> line.getLevel().intValue() >= Level.WARNING.intValue())
                .map(new SimpleFormatter()::formatMessage)
                .toList();
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}
