/**
 * The engine: one thread reads the feed's messages in sequence, maintains the window, and sends updates to viewers.
 * Depends on the source, the window and the views.
 */
package io.thelook.dashboard.engine;
