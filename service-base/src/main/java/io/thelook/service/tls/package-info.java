/**
 * The certificate for TLS on a service's port, read from files and renewed from them. Depends on Quarkus' TLS registry,
 * Vert.x and Micrometer.
 */
package io.thelook.service.tls;
