/**
 * The records of the last weeks, on disk: writing them, and the figures of any span of them. Plain Java and JDBC.
 *
 * <p>{@link io.thelook.dashboard.history.History} is the entry. Money is exact, as in the live window.
 */
package io.thelook.dashboard.history;
