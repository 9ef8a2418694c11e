package io.thelook.e2e;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Playwright;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A real browser: the one that CHROMIUM_PATH names, else a Chromium or Chrome on the PATH, else the one that Playwright
 * downloads for itself.
 */
final class Chromium implements AutoCloseable {

    /** The first has no window, and takes about half of the processor that the others do. */
    private static final List<String> NAMES =
            List.of("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

    private final Playwright playwright;
    private final Browser browser;

    Chromium() {
        Optional<Path> installed = find();
        playwright = Playwright.create(new Playwright.CreateOptions()
                .setEnv(installed.isPresent() ? Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1") : Map.of()));
        LaunchOptions options = new LaunchOptions()
                .setArgs(List.of(
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync"));
        installed.ifPresent(options::setExecutablePath);
        browser = playwright.chromium().launch(options);
    }

    Browser browser() {
        return browser;
    }

    private static Optional<Path> find() {
        String configured = System.getenv("CHROMIUM_PATH");
        if (configured != null) {
            return Optional.of(Path.of(configured));
        }
        return Installed.program(NAMES.toArray(String[]::new));
    }

    @Override
    public void close() {
        playwright.close();
    }
}
