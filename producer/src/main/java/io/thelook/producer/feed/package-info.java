/** The feed at {@code /ws}: its endpoint, its clients, its cadence. Depends on the window and on the fan-out. */
package io.thelook.producer.feed;
