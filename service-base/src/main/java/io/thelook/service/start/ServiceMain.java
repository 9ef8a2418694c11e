package io.thelook.service.start;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The entry point of both services. A start that fails for a reason that the operator can mend ends with one line for each
 * such reason on standard error, without a stack trace, and exit code 1.
 */
@QuarkusMain
public class ServiceMain {

    /** Starts the service and returns when it has stopped. */
    public static void main(String... args) {
        Quarkus.run(null, ServiceMain::exit, args);
    }

    private static void exit(int code, Throwable failure) {
        if (failure != null) {
            StartFailure.explain(failure)
                    .ifPresentOrElse(lines -> lines.forEach(System.err::println), () -> Logger.getLogger(
                                    ServiceMain.class.getName())
                            .log(Level.SEVERE, "the service could not start", failure));
        }
        System.exit(code);
    }
}
