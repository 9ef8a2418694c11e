/**
 * The common parts of both services' HTTP servers, and of their requests to receivers. Depends on Netty, Vert.x,
 * Micrometer, Jackson, Quarkus' filters, SmallRye Config, {@code start} and the client of the JDK.
 */
package io.thelook.service.http;
