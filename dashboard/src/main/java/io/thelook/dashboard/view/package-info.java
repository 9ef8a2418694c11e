/**
 * What a viewer sees: the metrics with their deltas, the breakdowns, the state of the source. Built once for everybody, by
 * one thread, from the source's frames.
 */
package io.thelook.dashboard.view;
