package io.thelook.service.start;

import io.quarkus.runtime.QuarkusBindException;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigValidationException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Explains why a service did not start, in one line per reason, if the operator can fix the reason. */
final class StartFailure {

    private static final String CONFIGURATION = "configuration: ";

    /** SmallRye's message for a value of the wrong type. */
    private static final Pattern NOT_CONVERTED = Pattern.compile(
            ".*The config property (\\S+) with the config value \"(.*)\""
                    + " threw an Exception whilst being converted (.*)",
            Pattern.DOTALL);

    private static final Pattern MESSAGE_CODE = Pattern.compile("SRCFG\\d+: ");

    private StartFailure() {}

    /**
     * @param service the name of the service, which is the prefix of its variables
     * @return empty if the operator cannot fix the reason: the failure should then be logged with its stack trace
     */
    static Optional<List<String>> explain(String service, Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConfigValidationException invalid) {
                return Optional.of(IntStream.range(0, invalid.getProblemCount())
                        .mapToObj(i -> describe(invalid.getProblem(i).getMessage()))
                        .distinct()
                        .toList());
            }
            if (cause instanceof BadSetting bad) {
                return Optional.of(List.of(CONFIGURATION + bad.getMessage()));
            }
            if (cause instanceof ConfigurationException) {
                return Optional.of(List.of(CONFIGURATION + cause.getMessage()));
            }
            if (cause instanceof QuarkusBindException taken) {
                return Optional.of(List.of("port " + taken.getPort() + " is taken: stop what listens there, or set "
                        + service.toUpperCase(Locale.ROOT) + "_PORT to a free one"));
            }
        }
        return Optional.empty();
    }

    /**
     * Describes a problem of a mapping: with the message of {@link BadSetting} for this project's settings, with
     * SmallRye's message for those of Quarkus.
     */
    private static String describe(String problem) {
        Matcher notConverted = NOT_CONVERTED.matcher(problem);
        if (notConverted.matches()) {
            String value = notConverted.group(2);
            String why = MESSAGE_CODE.matcher(notConverted.group(3)).replaceAll("");
            return CONFIGURATION + notConverted.group(1) + "=" + Shown.unknown(value) + ": "
                    + why.replace(value, Shown.unknown(value));
        }
        return CONFIGURATION + problem;
    }
}
