/**
 * Permissions: tokens, sessions of signed-in users, and the sites of pages. Depends on Vert.x, Micrometer, {@code http}
 * and {@code start}.
 */
package io.thelook.service.access;
