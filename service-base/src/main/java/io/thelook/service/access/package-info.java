/**
 * Admission of requests that change something or show raw messages: a token, or a session of a browser that has given
 * it. Depends on Vert.x, Micrometer and {@code http}.
 */
package io.thelook.service.access;
