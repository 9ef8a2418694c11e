package io.thelook.service.tls;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * A certificate and its private key, which belong together: the content of two files at one time. Immutable.
 *
 * <p>The check that they belong together detects a renewal that has written only one of the files, before a handshake
 * would fail.
 */
final class KeyPairFiles {

    private static final Map<String, String> SIGNATURES = Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA");

    /** The options contain the content of the files, so Vert.x reads no file. */
    private static final Vertx NO_VERTX = null;

    private static final byte[] ANYTHING = {1, 2, 3};

    private final byte[] certificate;
    private final byte[] key;
    private final X509Certificate own;
    private final KeyStore store;
    private final X509ExtendedKeyManager keys;

    private KeyPairFiles(
            byte[] certificate, byte[] key, X509Certificate own, KeyStore store, X509ExtendedKeyManager keys) {
        this.certificate = certificate;
        this.key = key;
        this.own = own;
        this.store = store;
        this.keys = keys;
    }

    /**
     * Reads both files.
     *
     * @throws UnusableFile if they cannot be used; the message shows none of their content
     */
    static KeyPairFiles read(PemFile certificateFile, PemFile keyFile) throws UnusableFile {
        byte[] certificate = bytes(CertificateFiles.CERTIFICATE, certificateFile);
        byte[] key = bytes(CertificateFiles.KEY, keyFile);
        X509Certificate own = first(certificateFile, certificate);
        PemKeyCertOptions options =
                new PemKeyCertOptions().addCertValue(Buffer.buffer(certificate)).addKeyValue(Buffer.buffer(key));
        try {
            KeyStore store = options.loadKeyStore(NO_VERTX);
            X509ExtendedKeyManager keys = (X509ExtendedKeyManager)
                    options.getKeyManagerFactory(NO_VERTX).getKeyManagers()[0];
            if (belongTogether(own, keys.getPrivateKey(store.aliases().nextElement()))) {
                return new KeyPairFiles(certificate, key, own, store, keys);
            }
        } catch (Exception e) {
            // Refused like a key of another certificate. The exception may show content of the file.
        }
        throw new UnusableFile(
                CertificateFiles.KEY,
                keyFile,
                "expected the private key of the certificate in " + certificateFile
                        + " (RSA or EC, in PEM, without a passphrase)");
    }

    private static byte[] bytes(String variable, PemFile file) throws UnusableFile {
        try {
            return file.read();
        } catch (IOException e) {
            throw new UnusableFile(variable, file, "expected a PEM file, but " + e.getMessage());
        }
    }

    private static X509Certificate first(PemFile file, byte[] pem) throws UnusableFile {
        try {
            Collection<?> all =
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem));
            if (!all.isEmpty()) {
                return (X509Certificate) all.iterator().next();
            }
        } catch (GeneralSecurityException e) {
            // Refused like a file without certificates.
        }
        throw new UnusableFile(CertificateFiles.CERTIFICATE, file, "expected a PEM file with certificates");
    }

    private static boolean belongTogether(X509Certificate certificate, PrivateKey key) throws GeneralSecurityException {
        Signature signature = Signature.getInstance(SIGNATURES.get(key.getAlgorithm()));
        signature.initSign(key);
        signature.update(ANYTHING);
        byte[] signed = signature.sign();
        signature.initVerify(certificate.getPublicKey());
        signature.update(ANYTHING);
        return signature.verify(signed);
    }

    /** Whether both files had the same content. */
    boolean isSame(KeyPairFiles other) {
        return Arrays.equals(certificate, other.certificate) && Arrays.equals(key, other.key);
    }

    /** The certificate of the service. */
    X509Certificate certificate() {
        return own;
    }

    /** Both, in a store. */
    KeyStore store() {
        return store;
    }

    /** Both, for handshakes. */
    X509ExtendedKeyManager keys() {
        return keys;
    }
}
