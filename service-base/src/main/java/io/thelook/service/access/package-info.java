/**
 * Who may do what: tokens, sessions of those who have signed in, and the sites of pages. Depends on Vert.x, Micrometer,
 * {@code http} and {@code start}.
 */
package io.thelook.service.access;
