/**
 * The producer: drives the simulated {@link io.thelook.producer.store.Shop} in real time, keeps the {@linkplain
 * io.thelook.service.feed.FeedWindow window} of its latest sales, and serves the window as a feed.
 */
package io.thelook.producer;
