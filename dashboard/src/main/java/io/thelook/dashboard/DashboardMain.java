package io.thelook.dashboard;

import io.quarkus.runtime.annotations.QuarkusMain;
import io.thelook.dashboard.access.HashPassword;
import io.thelook.service.start.ServiceMain;
import java.util.Arrays;
import java.util.List;

/** The entry point of the dashboard and of its command. */
@QuarkusMain(name = "dashboard")
public class DashboardMain {

    /** Runs the command in the arguments, or otherwise the dashboard until it stops; then exits the process. */
    public static void main(String... args) {
        if (Arrays.asList(args).equals(List.of(HashPassword.NAME))) {
            System.exit(HashPassword.run());
        }
        ServiceMain.main(args);
    }
}
