/**
 * The sockets towards the outside: {@code /live} sends views to the page, {@code /ws} relays the feed under the producer's
 * contract. Depends on the views and on the fan-out.
 */
package io.thelook.dashboard.relay;
