package io.thelook.service.trace;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Removes secrets from each span: the query, which may contain a token or a search, and the token in the path of a link
 * that shares a view. Quarkus adds it to the processors if there are traces. Thread-safe.
 */
@Singleton
public class WithoutSecrets implements SpanProcessor {

    private static final AttributeKey<String> QUERY = AttributeKey.stringKey("url.query");

    /** Addresses and paths. */
    private static final List<AttributeKey<String>> ADDRESSES = List.of(
            AttributeKey.stringKey("url.full"),
            AttributeKey.stringKey("url.path"),
            AttributeKey.stringKey("http.url"),
            AttributeKey.stringKey("http.target"));

    private static final Pattern SHARED = Pattern.compile("(/share/)[^/?]+");

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
        if (span.getAttribute(QUERY) != null) {
            span.setAttribute(QUERY, "");
        }
        for (AttributeKey<String> key : ADDRESSES) {
            String address = span.getAttribute(key);
            if (address != null) {
                span.setAttribute(key, withoutSecrets(address));
            }
        }
        span.updateName(withoutSecrets(span.getName()));
    }

    private static String withoutSecrets(String address) {
        int query = address.indexOf('?');
        return SHARED.matcher(query < 0 ? address : address.substring(0, query)).replaceAll("$1…");
    }

    @Override
    public boolean isStartRequired() {
        return true;
    }

    @Override
    public void onEnd(ReadableSpan span) {
        // Only the start is requested.
    }

    @Override
    public boolean isEndRequired() {
        return false;
    }
}
