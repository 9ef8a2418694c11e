/**
 * The simulated shop: its catalogue, its customers, what they order. Plain Java and datafaker; it knows no framework and
 * no JSON, takes its randomness from a seeded generator and its time from the caller.
 */
package io.thelook.producer.store;
