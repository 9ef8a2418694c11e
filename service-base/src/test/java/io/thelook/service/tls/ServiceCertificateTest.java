package io.thelook.service.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.tls.runtime.KeyStoreAndKeyCertOptions;
import io.thelook.service.start.BadSetting;
import io.thelook.service.testing.LogLines;
import io.thelook.service.testing.PrivateCa;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Optional;
import javax.net.ssl.X509ExtendedKeyManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceCertificateTest {

    @TempDir
    private static Path shared;

    private static PrivateCa ca;

    @TempDir
    Path folder;

    private final LogLines log = new LogLines(ServiceCertificate.class.getName());
    private Path certificateFile;
    private Path keyFile;

    @BeforeAll
    static void found() throws Exception {
        ca = new PrivateCa(shared);
    }

    @BeforeEach
    void name() {
        certificateFile = folder.resolve("cert.pem");
        keyFile = folder.resolve("key.pem");
    }

    @AfterEach
    void close() {
        log.close();
    }

    private ServiceCertificate certificate() {
        PemFile.FromText converter = new PemFile.FromText();
        return new ServiceCertificate(
                new CertificateFiles(
                        Optional.of(converter.convert(certificateFile.toString())),
                        Optional.of(converter.convert(keyFile.toString()))),
                InstantSource.system());
    }

    /** The certificate that a handshake would get now. */
    private static X509Certificate now(KeyStoreAndKeyCertOptions given) throws Exception {
        X509ExtendedKeyManager keys = (X509ExtendedKeyManager)
                given.options.getKeyManagerFactory(null).getKeyManagers()[0];
        for (String type : new String[] {"EC", "RSA"}) {
            String alias = keys.chooseEngineServerAlias(type, null, null);
            if (alias != null) {
                return keys.getCertificateChain(alias)[0];
            }
        }
        throw new AssertionError("no certificate");
    }

    @Test
    void withoutFiles_thereIsNoCertificateAndNoMetric() {
        ServiceCertificate none = new ServiceCertificate(new CertificateFiles(Optional.empty(), Optional.empty()));
        SimpleMeterRegistry meters = new SimpleMeterRegistry();

        assertThat(none.getKeyStore(null)).isNull();
        new CertificateMetrics(none).bindTo(meters);
        assertThat(meters.getMeters()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"EC", "RSA"})
    void options_areGivenOnce_andHaveTheCertificateOfTheDay(String algorithm) throws Exception {
        ca.issue(certificateFile, keyFile, algorithm, 30);
        ServiceCertificate certificate = certificate();

        KeyStoreAndKeyCertOptions given = certificate.getKeyStore(null);
        X509Certificate before = now(given);
        assertThat(before.getPublicKey().getAlgorithm()).isEqualTo(algorithm);
        assertThat(certificate.getKeyStore(null)).isNull();
        assertThat(now(given)).isEqualTo(before);

        ca.issue(certificateFile, keyFile, algorithm, 60);
        assertThat(certificate.getKeyStore(null)).isNull();
        X509Certificate after = now(given);
        assertThat(after.getSerialNumber()).isNotEqualTo(before.getSerialNumber());
        assertThat(certificate.renewals()).isOne();
        assertThat(certificate.failures()).isZero();
        assertThat(log.warnings()).isEmpty();
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        new CertificateMetrics(certificate).bindTo(meters);
        assertThat(meters.get("thelook.tls.certificate.expiry").gauge().value())
                .isEqualTo(after.getNotAfter().toInstant().getEpochSecond());
    }

    /** Each fault is logged once, however often the files are read, and again if it comes back. */
    @Test
    void renewalThatCannotBeUsed_keepsTheCertificate_andIsLoggedOnce() throws Exception {
        ca.issue(certificateFile, keyFile);
        ServiceCertificate certificate = certificate();
        certificate.getKeyStore(null);
        String key = Files.readString(keyFile);

        Files.writeString(keyFile, key.substring(0, key.length() / 2));
        assertThat(certificate.getKeyStore(null)).isNull();
        assertThat(certificate.getKeyStore(null)).isNull();
        assertThat(log.warnings())
                .containsExactly(
                        "TLS_KEY=" + keyFile + ": " + expectedKey() + "; the previous certificate stays in use");

        Files.delete(certificateFile);
        assertThat(certificate.getKeyStore(null)).isNull();
        assertThat(log.warnings())
                .hasSize(2)
                .last()
                .asString()
                .startsWith("TLS_CERTIFICATE=" + certificateFile + ": expected a PEM file, but it does not exist;");
        assertThat(certificate.failures()).isEqualTo(3);

        ca.issue(certificateFile, keyFile);
        certificate.getKeyStore(null);
        assertThat(certificate.renewals()).isOne();
    }

    @Test
    void renewalOfWhichOneFileIsThere_isNotUsedBeforeTheOther() throws Exception {
        ca.issue(certificateFile, keyFile);
        ServiceCertificate certificate = certificate();
        KeyStoreAndKeyCertOptions given = certificate.getKeyStore(null);
        X509Certificate before = now(given);
        String oldKey = Files.readString(keyFile);
        ca.issue(certificateFile, keyFile);
        String newKey = Files.readString(keyFile);

        Files.writeString(keyFile, oldKey);
        certificate.getKeyStore(null);
        assertThat(now(given)).isEqualTo(before);

        Files.writeString(keyFile, newKey);
        certificate.getKeyStore(null);
        assertThat(now(given)).isNotEqualTo(before);
    }

    @Test
    void expiredCertificate_isUsed_withAWarning() throws Exception {
        ca.issue(certificateFile, keyFile, "EC", -1);

        assertThat(certificate().getKeyStore(null)).isNotNull();

        assertThat(log.warnings())
                .singleElement()
                .asString()
                .startsWith("TLS_CERTIFICATE=" + certificateFile + ": the certificate has expired on ");
    }

    private String expectedKey() {
        return "expected the private key of the certificate in " + certificateFile
                + " (RSA or EC, in PEM, without a passphrase)";
    }

    @Test
    void filesThatCannotBeUsed_stopTheStart_withoutShowingWhatIsInThem() throws Exception {
        ca.issue(certificateFile, keyFile);
        String certificate = Files.readString(certificateFile);
        String key = Files.readString(keyFile);

        assertRefused(keyFile, certificate, "TLS_KEY=" + keyFile + ": " + expectedKey());
        assertRefused(keyFile, "", "TLS_KEY=" + keyFile + ": " + expectedKey());
        assertRefused(
                keyFile, key.replace("PRIVATE", "ENCRYPTED PRIVATE"), "TLS_KEY=" + keyFile + ": " + expectedKey());
        assertRefused(keyFile, key.substring(0, 100), "TLS_KEY=" + keyFile + ": " + expectedKey());
        String expectedCertificate = "TLS_CERTIFICATE=" + certificateFile + ": expected a PEM file with certificates";
        Files.writeString(keyFile, key);
        for (String bad : new String[] {"", "s3cret", key, certificate.substring(0, 200)}) {
            assertRefused(certificateFile, bad, expectedCertificate);
        }
        Files.writeString(certificateFile, certificate);
        ca.issue(folder.resolve("other"), keyFile, "RSA", 30);
        assertThatThrownBy(() -> certificate().getKeyStore(null))
                .isInstanceOf(BadSetting.class)
                .hasMessage("TLS_KEY=" + keyFile + ": " + expectedKey());
    }

    private void assertRefused(Path file, String content, String message) throws IOException {
        Files.writeString(file, content);

        assertThatThrownBy(() -> certificate().getKeyStore(null))
                .isInstanceOf(BadSetting.class)
                .hasMessage(message);
    }

    @Test
    void oneFileAlone_stopsTheStart() throws Exception {
        ca.issue(certificateFile, keyFile);
        PemFile file = new PemFile.FromText().convert(certificateFile.toString());

        assertThatThrownBy(() -> new ServiceCertificate(new CertificateFiles(Optional.of(file), Optional.empty()))
                        .getKeyStore(null))
                .hasMessage("TLS_CERTIFICATE=" + certificateFile + ": expected TLS_KEY, too");
        assertThatThrownBy(() -> new ServiceCertificate(new CertificateFiles(Optional.empty(), Optional.of(file)))
                        .getKeyStore(null))
                .hasMessage("TLS_KEY=" + certificateFile + ": expected TLS_CERTIFICATE, too");
    }

    @Test
    void pathOfNoFile_isRefused() {
        PemFile.FromText converter = new PemFile.FromText();

        assertThatThrownBy(() -> converter.convert(folder.resolve("none").toString()))
                .hasMessage("expected a PEM file, but it does not exist");
        assertThatThrownBy(() -> converter.convert(folder.toString()))
                .hasMessage("expected a PEM file, but it cannot be read");
        assertThatThrownBy(() -> converter.convert("a\u0000b")).hasMessage("expected the path of a PEM file");
    }
}
