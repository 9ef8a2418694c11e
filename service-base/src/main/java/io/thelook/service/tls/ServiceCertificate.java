package io.thelook.service.tls;

import io.quarkus.tls.runtime.KeyStoreAndKeyCertOptions;
import io.quarkus.tls.runtime.KeyStoreProvider;
import io.smallrye.common.annotation.Identifier;
import io.thelook.service.start.BadSetting;
import io.vertx.core.Vertx;
import io.vertx.core.net.KeyCertOptions;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.jboss.logging.Logger;

/**
 * Gives the server its certificate, at the start and whenever its files have changed. The server's TLS configuration,
 * which Quarkus keeps under the name {@value #NAME}, asks for it regularly. Files that cannot be used stop the start;
 * later they change nothing, and each fault is logged once. A renewal does not affect open connections, and no
 * handshake fails because of it.
 *
 * <p>Thread-safe. Without files, there is no certificate, and no file is read again.
 */
@Singleton
@Identifier(ServiceCertificate.NAME)
public class ServiceCertificate implements KeyStoreProvider {

    /** The name of the server's TLS configuration. */
    public static final String NAME = "service";

    private static final Logger LOG = Logger.getLogger(ServiceCertificate.class);

    private final CertificateFiles files;
    private final InstantSource clock;
    private final LongAdder renewals = new LongAdder();
    private final LongAdder failures = new LongAdder();

    private KeyPairFiles current;
    private RenewableKeys keys;
    private String complaint = "";

    @Inject
    ServiceCertificate(CertificateFiles files) {
        this(files, InstantSource.system());
    }

    /** @param clock tells whether a certificate has expired */
    ServiceCertificate(CertificateFiles files, InstantSource clock) {
        this.files = files;
        this.clock = clock;
    }

    /**
     * The certificate at the start. The options that it gives then always have the certificate of the day, so that the
     * server needs no others.
     *
     * @return null if there is none, and after the start
     * @throws BadSetting if the files cannot be used at the start
     */
    @Override
    public synchronized KeyStoreAndKeyCertOptions getKeyStore(Vertx vertx) {
        requireBoth();
        if (files.certificate().isEmpty()) {
            return null;
        }
        try {
            KeyPairFiles read =
                    KeyPairFiles.read(files.certificate().get(), files.key().orElseThrow());
            if (current == null) {
                return begin(read);
            }
            complaint = "";
            if (!current.isSame(read)) {
                renew(read);
            }
        } catch (UnusableFile e) {
            if (current == null) {
                throw new BadSetting(e.variable(), e.getMessage());
            }
            complain(e.variable() + "=" + e.getMessage());
        }
        return null;
    }

    private void requireBoth() {
        if (files.certificate().isPresent() && files.key().isEmpty()) {
            throw new BadSetting(
                    CertificateFiles.CERTIFICATE,
                    files.certificate().get() + ": expected " + CertificateFiles.KEY + ", too");
        }
        if (files.key().isPresent() && files.certificate().isEmpty()) {
            throw new BadSetting(
                    CertificateFiles.KEY, files.key().get() + ": expected " + CertificateFiles.CERTIFICATE + ", too");
        }
    }

    private KeyStoreAndKeyCertOptions begin(KeyPairFiles read) {
        use(read);
        keys = new RenewableKeys(read.keys());
        return new KeyStoreAndKeyCertOptions(read.store(), KeyCertOptions.wrap(keys));
    }

    private void renew(KeyPairFiles read) {
        renewals.increment();
        LOG.infof("%s has changed: new connections get the certificate that is valid until %s", path(), end(read));
        use(read);
        keys.replace(read.keys());
    }

    private void use(KeyPairFiles read) {
        if (end(read).isBefore(clock.instant())) {
            LOG.warnf("%s=%s: the certificate has expired on %s", CertificateFiles.CERTIFICATE, path(), end(read));
        }
        current = read;
    }

    private PemFile path() {
        return files.certificate().orElseThrow();
    }

    private static Instant end(KeyPairFiles pair) {
        return pair.certificate().getNotAfter().toInstant();
    }

    private void complain(String words) {
        failures.increment();
        if (!words.equals(complaint)) {
            LOG.warnf("%s; the previous certificate stays in use", words);
            complaint = words;
        }
    }

    /** The end of the certificate's validity; empty without TLS. */
    synchronized Optional<Instant> expiry() {
        return Optional.ofNullable(current).map(ServiceCertificate::end);
    }

    /** The number of certificates that replaced another one. */
    long renewals() {
        return renewals.sum();
    }

    /** The number of attempts to read changed files that failed. */
    long failures() {
        return failures.sum();
    }
}
