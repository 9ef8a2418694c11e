package io.thelook.dashboard.access;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.thelook.dashboard.DashboardConfig;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** The page with the form to sign in. It takes the place of the page that was requested. */
@Singleton
class SignInPage {

    private final DashboardConfig config;
    private final SignInState state;

    SignInPage(DashboardConfig config, SignInState state) {
        this.config = config;
        this.state = state;
    }

    /** Why the page is shown. */
    enum Reason {
        /** The requested page needs a session. */
        NEEDED,
        /** The address is that of the form. */
        ASKED,
        /** A link that shared a view has ended. */
        LINK_ENDED
    }

    @CheckedTemplate(basePath = "")
    static final class Templates {

        private Templates() {}

        static native TemplateInstance signin(
                String root,
                String shopName,
                boolean hasUsers,
                boolean hasProvider,
                String to,
                boolean stays,
                boolean linkEnded);
    }

    /** Sends the page. */
    void show(RoutingContext context, int status, Reason reason) {
        boolean stays = reason == Reason.NEEDED;
        String page = Templates.signin(
                        root(context),
                        config.shopName(),
                        state.hasUsers(),
                        state.hasProvider(),
                        URLEncoder.encode(stays ? context.request().uri() : "/", StandardCharsets.UTF_8),
                        stays,
                        reason == Reason.LINK_ENDED)
                .render();
        context.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "text/html; charset=utf-8")
                .end(page);
    }

    /** The service's root, relative to the folder of the request's path: {@code .}, {@code ..} or {@code ../..}. */
    private static String root(RoutingContext context) {
        long folders =
                context.request().path().chars().filter(each -> each == '/').count() - 1;
        return folders <= 0 ? "." : "..".concat("/..".repeat((int) folders - 1));
    }
}
