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

/** Says in a line each what keeps a service from starting, if that is something its operator can mend. */
final class StartFailure {

    /** SmallRye's words for a value that is not of its property's type. */
    private static final Pattern NOT_CONVERTED = Pattern.compile(
            ".*The config property (\\S+) with the config value \"(.*)\" threw an Exception whilst being converted (.*)",
            Pattern.DOTALL);

    private static final Pattern MESSAGE_CODE = Pattern.compile("SRCFG\\d+: ");

    private StartFailure() {}

    /** Empty if the failure is none of the operator's doing: it then deserves its stack trace. */
    static Optional<List<String>> explain(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConfigValidationException invalid) {
                return Optional.of(IntStream.range(0, invalid.getProblemCount())
                        .mapToObj(i -> describe(invalid.getProblem(i).getMessage()))
                        .toList());
            }
            if (cause instanceof ConfigurationException) {
                return Optional.of(List.of("configuration: " + cause.getMessage()));
            }
            if (cause instanceof QuarkusBindException taken) {
                return Optional.of(List.of("port " + taken.getPort() + " is taken: stop what listens there, or set "
                        + "PRODUCER_PORT or DASHBOARD_PORT to a free one"));
            }
        }
        return Optional.empty();
    }

    private static String describe(String problem) {
        Matcher notConverted = NOT_CONVERTED.matcher(problem);
        if (notConverted.matches()) {
            String why = MESSAGE_CODE.matcher(notConverted.group(3)).replaceAll("");
            return "configuration: " + variable(notConverted.group(1)) + "=" + notConverted.group(2) + ": " + why;
        }
        return "configuration: " + problem;
    }

    /** The variable that sets a property of ours, REFRESH_SECONDS for {@code producer.refresh-seconds}; else the property. */
    static String variable(String property) {
        return property.startsWith("quarkus.")
                ? property
                : property.substring(property.indexOf('.') + 1)
                        .toUpperCase(Locale.ROOT)
                        .replace('-', '_');
    }
}
