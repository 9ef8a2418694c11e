/**
 * The records of the last minutes, and their totals for each query, maintained incrementally and exactly. Depends on
 * the model only, on no framework and no JSON.
 */
package io.thelook.dashboard.window;
