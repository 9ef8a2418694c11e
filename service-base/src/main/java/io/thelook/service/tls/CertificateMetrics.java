package io.thelook.service.tls;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/**
 * The metrics of a service's certificate. Without TLS there are none.
 *
 * @param certificate the source of the figures
 */
record CertificateMetrics(ServiceCertificate certificate) implements MeterBinder {

    @Override
    public void bindTo(MeterRegistry registry) {
        if (certificate.expiry().isEmpty()) {
            return;
        }
        Gauge.builder("thelook.tls.certificate.expiry", certificate, CertificateMetrics::expirySeconds)
                .baseUnit("seconds")
                .description("When the certificate expires, in seconds since 1970")
                .register(registry);
        FunctionCounter.builder("thelook.tls.renewals", certificate, ServiceCertificate::renewals)
                .description("Certificates that replaced another one without a restart")
                .register(registry);
        FunctionCounter.builder("thelook.tls.failures", certificate, ServiceCertificate::failures)
                .description("Attempts to read a certificate's files that failed after the start")
                .register(registry);
    }

    private static double expirySeconds(ServiceCertificate certificate) {
        return certificate.expiry().orElseThrow().getEpochSecond();
    }

    @Singleton
    static class Producer {

        @Produces
        @Singleton
        MeterBinder certificateMetrics(@Identifier(ServiceCertificate.NAME) ServiceCertificate certificate) {
            return new CertificateMetrics(certificate);
        }
    }
}
