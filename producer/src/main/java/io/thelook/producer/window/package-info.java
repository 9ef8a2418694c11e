/**
 * The rolling window of the newest records, each encoded once, and the frames made of it. Knows the model, no framework;
 * time is given by the caller.
 */
package io.thelook.producer.window;
