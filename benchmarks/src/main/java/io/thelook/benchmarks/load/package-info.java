/** The load harness: many WebSocket connections to any address, and what they see. Depends on none of the product's code. */
package io.thelook.benchmarks.load;
