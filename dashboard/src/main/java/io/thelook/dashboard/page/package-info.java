/** The pages at {@code /} and {@code /connect}. Their scripts and styles are in {@code resources/web}. */
package io.thelook.dashboard.page;
