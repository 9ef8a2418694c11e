package io.thelook.service.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * An authority of a test's own, made with the JDK's keytool, that issues certificates for localhost. Not thread-safe.
 */
public final class PrivateCa {

    private static final String PASSWORD = "changeit";

    private final Path folder;
    private int issued;

    /** @param folder empty */
    public PrivateCa(Path folder) throws IOException, InterruptedException {
        this.folder = folder;
        keytool("-genkeypair -alias ca -keyalg EC -dname CN=private -ext bc:c=ca:true -keystore ca.p12");
        keytool("-exportcert -rfc -alias ca -keystore ca.p12 -file ca.pem");
    }

    private void keytool(String arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(Arrays.asList(arguments.split(" ")));
        if (arguments.contains("-keystore")) {
            command.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD));
        }
        Process keytool = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String words = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(keytool.waitFor()).as(words).isZero();
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
    public void issue(Path certificate, Path key) throws IOException, GeneralSecurityException, InterruptedException {
        issue(certificate, key, "EC", 30);
    }

    /**
     * Does the same with another algorithm or validity.
     *
     * @param algorithm of the key, such as RSA
     * @param days that are left of its validity, which began 90 days ago; negative if it is over
     */
    public void issue(Path certificate, Path key, String algorithm, int days)
            throws IOException, GeneralSecurityException, InterruptedException {
        KeyStore keys = KeyStore.getInstance(issue(algorithm, days).toFile(), PASSWORD.toCharArray());
        String alias = keys.aliases().nextElement();
        replace(certificate, pem("CERTIFICATE", keys.getCertificate(alias).getEncoded()) + Files.readString(pem()));
        replace(
                key,
                pem("PRIVATE KEY", keys.getKey(alias, PASSWORD.toCharArray()).getEncoded()));
    }

    private Path issue(String algorithm, int days) throws IOException, InterruptedException {
        String name = "server-" + ++issued;
        keytool("-genkeypair -alias %1$s -keyalg %2$s -dname CN=localhost -keystore %1$s.p12"
                .formatted(name, algorithm));
        keytool("-certreq -alias %1$s -keystore %1$s.p12 -file %1$s.csr".formatted(name));
        keytool(("-gencert -rfc -alias ca -keystore ca.p12 -infile %1$s.csr -outfile %1$s.pem"
                        + " -ext san=dns:localhost -startdate -90d -validity %2$d")
                .formatted(name, 90 + days));
        keytool("-importcert -noprompt -alias ca -keystore %1$s.p12 -file ca.pem".formatted(name));
        keytool("-importcert -noprompt -alias %1$s -keystore %1$s.p12 -file %1$s.pem".formatted(name));
        // The authority is no longer needed there: the key is then the only entry.
        keytool("-delete -alias ca -keystore %1$s.p12".formatted(name));
        return folder.resolve(name + ".p12");
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
    public ServerSocket serverSocket() throws IOException, GeneralSecurityException, InterruptedException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(issue("EC", 30))) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    }

    /** What a client needs to trust this authority, and no other. */
    public SSLContext client() throws IOException, GeneralSecurityException {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        KeyStore authorities = KeyStore.getInstance(folder.resolve("ca.p12").toFile(), PASSWORD.toCharArray());
        KeyStore certificates = KeyStore.getInstance("PKCS12");
        certificates.load(null, null);
        certificates.setCertificateEntry("ca", authorities.getCertificate("ca"));
        trust.init(certificates);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
