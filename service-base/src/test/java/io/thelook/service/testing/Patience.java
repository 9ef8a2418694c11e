package io.thelook.service.testing;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Lets a test that awaits a condition without a limit of its own wait longer than Awaitility's ten seconds, because
 * other tests run at the same time. JUnit finds this class by its entry in {@code META-INF/services}.
 */
public final class Patience implements LauncherSessionListener {

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(40));
    }
}
