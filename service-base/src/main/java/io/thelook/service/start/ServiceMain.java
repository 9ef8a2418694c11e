package io.thelook.service.start;

import io.quarkus.runtime.Application;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The entry point of both services. If a service cannot start for a reason that the operator can fix, it prints one
 * line for each such reason to standard error, without a stack trace, in the format of its log, and exits with code 1.
 */
@QuarkusMain
public class ServiceMain {

    /** Runs the service until it stops, then exits the process. */
    public static void main(String... args) {
        Quarkus.run(null, ServiceMain::exit, args);
    }

    private static void exit(int code, Throwable failure) {
        if (failure != null) {
            String service = Application.currentApplication().getName();
            LogFormat format = LogFormat.asked(service, System::getProperty, System::getenv);
            StartFailure.explain(service, failure)
                    .ifPresentOrElse(
                            lines -> lines.forEach(line -> System.err.println(format.line(line, Instant.now()))),
                            () -> Logger.getLogger(ServiceMain.class.getName())
                                    .log(Level.SEVERE, "the service could not start", failure));
        }
        System.exit(code);
    }
}
