/** Runs code that threads share in many interleavings. May depend on everything. */
package io.thelook.concurrency;
