package io.thelook.service.tls;

import java.util.Optional;

/**
 * The files of a service's certificate, as its settings name them.
 *
 * @param certificate TLS_CERTIFICATE: the certificate of the service, followed by its chain to an authority
 * @param key TLS_KEY: the private key of the certificate
 */
public record CertificateFiles(Optional<PemFile> certificate, Optional<PemFile> key) {

    static final String CERTIFICATE = "TLS_CERTIFICATE";
    static final String KEY = "TLS_KEY";
}
