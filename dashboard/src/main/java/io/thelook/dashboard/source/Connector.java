package io.thelook.dashboard.source;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import java.io.IOException;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Makes the connections to a feed. It trusts the authorities that are in the file at the time: reads it before each
 * attempt to connect, and keeps to what it read before if the file cannot be used. Not thread-safe.
 */
final class Connector {

    private static final Logger LOG = Logger.getLogger(Connector.class);

    private final Vertx vertx;
    private final boolean isSecure;
    private Optional<CaFile> ca;
    private NetClient client;
    private boolean complained;

    Connector(Vertx vertx, FeedSettings settings) {
        this.vertx = vertx;
        this.isSecure = settings.address().isSecure();
        this.ca = settings.ca();
        this.client = newClient();
    }

    private NetClient newClient() {
        NetClientOptions options = new NetClientOptions()
                .setConnectTimeout((int) FeedSocket.CONNECT_TIMEOUT.toMillis())
                .setTcpKeepAlive(true)
                .setSsl(isSecure)
                .setHostnameVerificationAlgorithm("HTTPS")
                .setSslHandshakeTimeout(FeedSocket.CONNECT_TIMEOUT.toSeconds());
        ca.ifPresent(file -> options.setTrustOptions(file.trust()));
        return vertx.createNetClient(options);
    }

    void connect(FeedSocket socket) {
        ca.ifPresent(this::renew);
        socket.connect(client);
    }

    private void renew(CaFile file) {
        try {
            CaFile renewed = file.renewed();
            complained = false;
            if (renewed != file) {
                LOG.infof("%s has changed: trusting the certificates in it", file);
                ca = Optional.of(renewed);
                client.close();
                client = newClient();
            }
        } catch (IOException e) {
            if (!complained) {
                LOG.warnf("FEED_CA=%s: %s; trusting the certificates that it had", file, e.getMessage());
            }
            complained = true;
        }
    }

    void close() {
        client.close();
    }
}
