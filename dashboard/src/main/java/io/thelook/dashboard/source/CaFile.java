package io.thelook.dashboard.source;

import io.thelook.service.start.SmallFile;
import io.vertx.core.net.TrustOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * The authorities that a secure feed's certificate may come from: a PEM file with one or more certificates, as large as
 * {@link SmallFile} permits. Immutable; {@link #renewed} reads the file again.
 */
public final class CaFile {

    private final Path path;
    private final byte[] pem;
    private final KeyStore authorities;

    private CaFile(Path path, byte[] pem) throws IOException {
        this.path = path;
        this.pem = pem;
        this.authorities = authorities(pem);
    }

    /**
     * Reads the file.
     *
     * @throws IllegalArgumentException if it cannot be read or contains no certificates; the message says what was
     *     expected
     */
    public static CaFile parse(String path) {
        try {
            Path file = Path.of(path);
            return new CaFile(file, SmallFile.read(file));
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("expected the path of a PEM file with certificates");
        } catch (IOException e) {
            throw new IllegalArgumentException("expected a PEM file with certificates, but " + e.getMessage());
        }
    }

    /**
     * Returns this object if the file has not changed, otherwise a new one with its content.
     *
     * @throws IOException if it cannot be read or contains no certificates; the message is a clause, such as "it does
     *     not exist"
     */
    CaFile renewed() throws IOException {
        byte[] now = SmallFile.read(path);
        return Arrays.equals(now, pem) ? this : new CaFile(path, now);
    }

    /** Trusts these authorities and no others. */
    TrustOptions trust() {
        return TrustOptions.wrap(managers()[0]);
    }

    /** Trusts these authorities and no others. */
    SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has TLS", e);
        }
    }

    private TrustManager[] managers() {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(authorities);
            return factory.getTrustManagers();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK trusts what is in a key store", e);
        }
    }

    private static KeyStore authorities(byte[] pem) throws IOException {
        Collection<? extends Certificate> certificates;
        try {
            certificates = CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem));
        } catch (GeneralSecurityException e) {
            throw new IOException("it contains data that is not a certificate");
        }
        if (certificates.isEmpty()) {
            throw new IOException("it has none");
        }
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (Certificate certificate : certificates) {
                store.setCertificateEntry("ca-" + number++, certificate);
            }
            return store;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has key stores for certificates", e);
        }
    }

    /** The path. */
    @Override
    public String toString() {
        return path.toString();
    }
}
