package io.thelook.service.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Records the log lines of a category until it is closed. Thread-safe. */
public final class LogRecorder extends Handler {

    private final Logger logger;
    private final Function<LogRecord, String> format;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    /** Records each line as its message with the parameters, and the exception, if any. */
    public LogRecorder(String category) {
        this(category, LogRecorder::format);
    }

    /** @param format returns the text to record for a line */
    public LogRecorder(String category, Function<LogRecord, String> format) {
        this.logger = Logger.getLogger(category);
        this.format = format;
        logger.addHandler(this);
    }

    private static String format(LogRecord line) {
        String message = line.getParameters() == null
                ? line.getMessage()
                : line.getMessage().formatted(line.getParameters());
        return line.getThrown() == null ? message : message + " " + line.getThrown();
    }

    /** The lines so far. */
    public List<String> lines() {
        return lines;
    }

    @Override
    public void publish(LogRecord line) {
        lines.add(format.apply(line));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}
