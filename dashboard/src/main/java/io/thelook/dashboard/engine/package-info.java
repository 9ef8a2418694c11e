/**
 * The engine: one thread reads the feed's messages in sequence, keeps the window, and tells viewers what is new. Depends on
 * the source, the window and the views.
 */
package io.thelook.dashboard.engine;
