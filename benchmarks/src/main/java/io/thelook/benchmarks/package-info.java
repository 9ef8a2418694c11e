/** Measures the parts with JMH, and the services from outside with the load harness. */
package io.thelook.benchmarks;
