/**
 * The records of the last minutes, and what they add up to for each query, maintained incrementally and exactly. Knows the
 * model, no framework and no JSON.
 */
package io.thelook.dashboard.window;
