/**
 * The records that the feed says are in the window, and what they add up to, maintained incrementally and exactly. Knows
 * the model, no framework and no JSON.
 */
package io.thelook.dashboard.window;
