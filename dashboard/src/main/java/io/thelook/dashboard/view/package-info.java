/**
 * The content of views and how often it is sent: metrics with their deltas, breakdowns, the trend, the latest orders,
 * the state of the source. Depends on the window and on the state of the source, but not on sockets.
 */
package io.thelook.dashboard.view;
