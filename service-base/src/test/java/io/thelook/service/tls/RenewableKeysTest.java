package io.thelook.service.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.thelook.service.testing.PrivateCa;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import javax.net.ssl.X509ExtendedKeyManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RenewableKeysTest {

    @TempDir
    private Path folder;

    private PrivateCa ca;

    @BeforeEach
    void found() throws Exception {
        ca = new PrivateCa(folder);
    }

    private X509ExtendedKeyManager issue(String algorithm) throws Exception {
        Path certificate = folder.resolve("cert.pem");
        Path key = folder.resolve("key.pem");
        ca.issue(certificate, key, algorithm, 30);
        PemFile.FromText converter = new PemFile.FromText();
        return KeyPairFiles.read(converter.convert(certificate.toString()), converter.convert(key.toString()))
                .keys();
    }

    private static boolean belongTogether(X509ExtendedKeyManager keys, String alias) {
        X509Certificate certificate = keys.getCertificateChain(alias)[0];
        return certificate
                .getPublicKey()
                .getAlgorithm()
                .equals(keys.getPrivateKey(alias).getAlgorithm());
    }

    /** It asks for the certificate and for the key one after the other. */
    @Test
    void handshakeThatHasBegun_keepsItsKeys() throws Exception {
        RenewableKeys keys = new RenewableKeys(issue("EC"));
        String begun = keys.chooseEngineServerAlias("EC", null, null);
        X509Certificate certificate = keys.getCertificateChain(begun)[0];

        keys.replace(issue("RSA"));

        assertThat(keys.getCertificateChain(begun)).contains(certificate);
        assertThat(belongTogether(keys, begun)).isTrue();
        assertThat(keys.chooseEngineServerAlias("EC", null, null)).isNull();
        String next = keys.chooseServerAlias("RSA", null, null);
        assertThat(belongTogether(keys, next)).isTrue();
        assertThat(keys.getServerAliases("RSA", null)).containsExactly(next);
        assertThat(keys.getServerAliases("EC", null)).isEmpty();
    }

    @Test
    void keysBeforeTheLast_areForgotten() throws Exception {
        X509ExtendedKeyManager issued = issue("EC");
        RenewableKeys keys = new RenewableKeys(issued);
        String first = keys.chooseEngineServerAlias("EC", null, null);
        for (int i = 0; i < 12; i++) {
            keys.replace(issued);
        }

        assertThat(keys.getPrivateKey(first)).isNull();
        assertThat(keys.getCertificateChain(first)).isNull();
        String last = keys.chooseEngineServerAlias("EC", null, null);
        assertThat(belongTogether(keys, last)).isTrue();
    }

    @Test
    void clients_getNone() throws Exception {
        RenewableKeys keys = new RenewableKeys(issue("EC"));

        assertThat(keys.chooseClientAlias(new String[] {"EC"}, null, null)).isNull();
        assertThat(keys.chooseEngineClientAlias(new String[] {"EC"}, null, null))
                .isNull();
        assertThat(keys.getClientAliases("EC", null)).isEmpty();
    }
}
