/**
 * The simulated shop: its catalogue, its customers, and their orders. Plain Java: uses no framework and no JSON, and
 * depends only on common-model. Takes its randomness from a seeded generator and its time from the caller.
 */
package io.thelook.producer.store;
