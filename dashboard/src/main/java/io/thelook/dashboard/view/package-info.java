/**
 * What viewers are told of a query: the metrics with their deltas, the breakdowns, the trend, the newest orders, the state of
 * the source, and how often. Depends on the window and on the state of the source; knows no socket.
 */
package io.thelook.dashboard.view;
