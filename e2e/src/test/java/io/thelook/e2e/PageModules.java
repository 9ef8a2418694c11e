package io.thelook.e2e;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** The modules of the pages' scripts, in a browser but without the pages. */
final class PageModules implements AutoCloseable {

    private static final Path FOLDER = Path.of("..", "dashboard", "src", "main", "resources", "web");
    private static final String ADDRESS = "http://modules.test/";

    private final Chromium chromium = new Chromium();

    /** Opens an empty page, in American English, that has modules of a folder as variables of their names. */
    Page openWith(String folder, String... names) {
        Page page = chromium.browser().newPage(new Browser.NewPageOptions().setLocale("en-US"));
        page.route(ADDRESS + "**", PageModules::serve);
        page.navigate(ADDRESS);
        page.evaluate("""
                async ([folder, names]) => {
                  for (const name of names) {
                    window[name] = await import(`/${folder}/${name}.js`);
                  }
                }""", List.of(folder, List.of(names)));
        return page;
    }

    private static void serve(Route route) {
        String file = URI.create(route.request().url()).getPath().substring(1);
        route.fulfill(
                file.isEmpty()
                        ? new Route.FulfillOptions().setContentType("text/html").setBody("<!doctype html>")
                        : new Route.FulfillOptions()
                                .setContentType("text/javascript")
                                .setPath(FOLDER.resolve(file)));
    }

    @Override
    public void close() {
        chromium.close();
    }
}
