/** The page at {@code /}. Its scripts and styles are in {@code resources/web}. */
package io.thelook.dashboard.page;
