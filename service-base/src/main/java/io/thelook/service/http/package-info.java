/** The common parts of both services' HTTP servers. Depends on Netty, Vert.x, Micrometer and Quarkus' filters. */
package io.thelook.service.http;
