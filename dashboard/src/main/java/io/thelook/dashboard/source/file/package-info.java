/**
 * The source that reads a file of lines and follows it while it grows, as {@code tail -F} does. May depend on
 * {@code source} and {@code service-base}.
 */
package io.thelook.dashboard.source.file;
