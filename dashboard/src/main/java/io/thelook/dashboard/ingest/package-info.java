/**
 * Records that others send to the dashboard: who may send them, and how they are kept and get into the window.
 * Depends on no framework, only on the engine's log of messages, the journal, the window, and the tokens and signatures
 * of service-base.
 */
package io.thelook.dashboard.ingest;
