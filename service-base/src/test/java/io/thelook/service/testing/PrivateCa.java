package io.thelook.service.testing;

import static java.time.temporal.ChronoUnit.DAYS;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** An authority of a test's own that issues certificates for localhost. Thread-safe. */
public final class PrivateCa {

    private static final String NAME = "CN=private";
    private static final char[] PASSWORD = "changeit".toCharArray();

    private final Path folder;
    private final KeyPair keys;
    private final X509Certificate certificate;

    /** @param folder empty */
    public PrivateCa(Path folder) throws IOException, GeneralSecurityException {
        this.folder = folder;
        keys = generate("EC");
        certificate = sign(NAME, keys.getPublic(), 90, Extension.basicConstraints, new BasicConstraints(true));
        Files.writeString(pem(), pem("CERTIFICATE", certificate.getEncoded()));
    }

    private static KeyPair generate(String algorithm) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(algorithm.equals("EC") ? 256 : 2048);
        return generator.generateKeyPair();
    }

    /** A certificate that began 90 days ago. */
    private X509Certificate sign(String name, PublicKey key, int days, ASN1ObjectIdentifier id, ASN1Encodable extension)
            throws IOException, GeneralSecurityException {
        Instant now = Instant.now();
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(new JcaX509v3CertificateBuilder(
                                    new X500Name(NAME),
                                    new BigInteger(64, new SecureRandom()),
                                    Date.from(now.minus(90, DAYS)),
                                    Date.from(now.plus(days, DAYS)),
                                    new X500Name(name),
                                    key)
                            .addExtension(id, false, extension)
                            .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException(e);
        }
    }

    /** The certificate of the authority, in PEM. */
    public Path pem() {
        return folder.resolve("ca.pem");
    }

    /** Replaces a file by this authority's certificate at once, as a renewal does. */
    public void writeTo(Path file) throws IOException {
        replace(file, Files.readString(pem()));
    }

    /** Issues a certificate for localhost and replaces both files, each at once, as a renewal does. */
    public void issue(Path certificateFile, Path keyFile) throws IOException, GeneralSecurityException {
        issue(certificateFile, keyFile, "EC", 30);
    }

    /**
     * Does the same with another algorithm or validity.
     *
     * @param algorithm of the key, such as RSA
     * @param days that are left of its validity, which began 90 days ago; negative if it is over
     */
    public void issue(Path certificateFile, Path keyFile, String algorithm, int days)
            throws IOException, GeneralSecurityException {
        KeyPair server = generate(algorithm);
        X509Certificate issued = issue(server.getPublic(), days);
        replace(certificateFile, pem("CERTIFICATE", issued.getEncoded()) + Files.readString(pem()));
        replace(keyFile, pem("PRIVATE KEY", server.getPrivate().getEncoded()));
    }

    private X509Certificate issue(PublicKey key, int days) throws IOException, GeneralSecurityException {
        GeneralNames localhost = new GeneralNames(new GeneralName(GeneralName.dNSName, "localhost"));
        return sign("CN=localhost", key, days, Extension.subjectAlternativeName, localhost);
    }

    private static String pem(String type, byte[] content) {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return "-----BEGIN " + type + "-----\n" + lines + "\n-----END " + type + "-----\n";
    }

    private void replace(Path file, String content) throws IOException {
        Path copy = Files.writeString(folder.resolve("copy.pem"), content);
        Files.move(copy, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** A server's socket on localhost with a certificate. */
    public ServerSocket serverSocket() throws IOException, GeneralSecurityException {
        KeyPair server = generate("EC");
        KeyStore store = emptyStore();
        Certificate[] chain = {issue(server.getPublic(), 30), certificate};
        store.setKeyEntry("server", server.getPrivate(), PASSWORD, chain);
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    }

    private static KeyStore emptyStore() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    /** The context with which a client trusts this authority, and no other. */
    public SSLContext client() throws IOException, GeneralSecurityException {
        KeyStore store = emptyStore();
        store.setCertificateEntry("ca", certificate);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
