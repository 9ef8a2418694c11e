/**
 * The feed at {@code /ws}: its endpoint, its clients, its refresh interval. Depends on the window, the fan-out, the
 * configuration and the store.
 */
package io.thelook.producer.feed;
