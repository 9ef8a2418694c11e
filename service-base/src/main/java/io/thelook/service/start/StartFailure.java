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

/** Explains, in one line per reason, why a service did not start, if the reason is one that its operator can remove. */
final class StartFailure {

    private static final String CONFIGURATION = "configuration: ";

    /** SmallRye's words for a value that is not of its property's type. */
    private static final Pattern NOT_CONVERTED = Pattern.compile(
            ".*The config property (\\S+) with the config value \"(.*)\" threw an Exception whilst being converted (.*)",
            Pattern.DOTALL);

    private static final Pattern MESSAGE_CODE = Pattern.compile("SRCFG\\d+: ");

    private StartFailure() {}

    /**
     * @param service the name of the service, which its variables begin with
     * @return empty if the operator cannot remove the reason: the failure then deserves its stack trace
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

    /** A problem of a mapping: of one of ours as {@link BadSetting} says it, of one of Quarkus in SmallRye's words. */
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
