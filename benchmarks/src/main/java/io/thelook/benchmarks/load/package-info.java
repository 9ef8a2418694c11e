/**
 * The load harness: opens many WebSocket connections to any address and measures what arrives. Independent of the
 * product's code.
 */
package io.thelook.benchmarks.load;
