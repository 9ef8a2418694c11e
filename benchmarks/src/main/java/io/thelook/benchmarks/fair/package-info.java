/**
 * Measures whether hostile clients of a dashboard slow its other viewers down. Independent of the product's code.
 */
package io.thelook.benchmarks.fair;
