package io.thelook.dashboard.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** An authority of a test's own, made with the JDK's keytool, with a certificate for localhost. */
final class PrivateCa {

    private static final String PASSWORD = "changeit";

    private final Path folder;

    /** @param folder empty */
    PrivateCa(Path folder) throws IOException, InterruptedException {
        this.folder = folder;
        keytool("-genkeypair -alias ca -keyalg EC -dname CN=private -ext bc:c=ca:true -keystore ca.p12");
        keytool("-exportcert -rfc -alias ca -keystore ca.p12 -file ca.pem");
        keytool("-genkeypair -alias feed -keyalg EC -dname CN=localhost -keystore feed.p12");
        keytool("-certreq -alias feed -keystore feed.p12 -file feed.csr");
        keytool("-gencert -rfc -alias ca -keystore ca.p12 -infile feed.csr -outfile feed.pem -ext san=dns:localhost");
        keytool("-importcert -noprompt -alias ca -keystore feed.p12 -file ca.pem");
        keytool("-importcert -noprompt -alias feed -keystore feed.p12 -file feed.pem");
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
        String words = new String(keytool.getInputStream().readAllBytes());
        assertThat(keytool.waitFor()).as(words).isZero();
    }

    /** The certificate of the authority, in PEM. */
    Path pem() {
        return folder.resolve("ca.pem");
    }

    /** Replaces a file by this authority's certificate at once, as a renewal does. */
    void writeTo(Path file) throws IOException {
        Path copy = Files.copy(pem(), folder.resolve("copy.pem"), StandardCopyOption.REPLACE_EXISTING);
        Files.move(copy, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** A server's socket on localhost with the certificate. */
    ServerSocket serverSocket() throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(folder.resolve("feed.p12"))) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    }
}
