package io.thelook.service.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * The keys of a server, which can be replaced while it runs: a handshake that has begun continues with its keys. Giving
 * the server new options instead would drop the handshakes that arrive meanwhile ({@code TCPServerBase} in Vert.x 4.5).
 *
 * <p>Thread-safe. For servers only: there are no client aliases.
 */
final class RenewableKeys extends X509ExtendedKeyManager {

    private static final String SEPARATOR = ":";
    private static final String[] NONE = {};

    /**
     * The keys of one time.
     *
     * @param number the start of all their aliases
     * @param keys what the handshakes use
     * @param previous those before them, which handshakes may still use, without any before those; null at first
     */
    private record Generation(int number, X509ExtendedKeyManager keys, Generation previous) {

        String alias(String own) {
            return own == null ? null : number + SEPARATOR + own;
        }

        boolean has(String alias) {
            return alias.startsWith(number + SEPARATOR);
        }

        String own(String alias) {
            return alias.substring(alias.indexOf(SEPARATOR) + 1);
        }
    }

    private volatile Generation current;

    RenewableKeys(X509ExtendedKeyManager keys) {
        current = new Generation(0, keys, null);
    }

    /** Sets the keys for handshakes that begin from now on. */
    synchronized void replace(X509ExtendedKeyManager keys) {
        Generation before = new Generation(current.number, current.keys, null);
        current = new Generation(before.number + 1, keys, before);
    }

    private Generation generation(String alias) {
        for (Generation each = current; each != null; each = each.previous) {
            if (each.has(alias)) {
                return each;
            }
        }
        return null;
    }

    @Override
    public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
        Generation now = current;
        return now.alias(now.keys.chooseEngineServerAlias(keyType, issuers, engine));
    }

    @Override
    public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        Generation now = current;
        return now.alias(now.keys.chooseServerAlias(keyType, issuers, socket));
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
        Generation now = current;
        String[] aliases = now.keys.getServerAliases(keyType, issuers);
        if (aliases == null) {
            return NONE;
        }
        for (int i = 0; i < aliases.length; i++) {
            aliases[i] = now.alias(aliases[i]);
        }
        return aliases;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        Generation of = generation(alias);
        return of == null ? null : of.keys.getCertificateChain(of.own(alias));
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        Generation of = generation(alias);
        return of == null ? null : of.keys.getPrivateKey(of.own(alias));
    }

    @Override
    public String[] getClientAliases(String keyType, Principal[] issuers) {
        return NONE;
    }

    @Override
    public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
        return null;
    }
}
