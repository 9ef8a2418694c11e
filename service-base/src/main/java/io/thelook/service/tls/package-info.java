/**
 * The certificate with which a service's port speaks TLS, read from files and renewed from them. Depends on Quarkus'
 * TLS registry, Vert.x and Micrometer.
 */
package io.thelook.service.tls;
