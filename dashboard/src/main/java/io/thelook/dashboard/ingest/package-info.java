/**
 * Records that clients send to the dashboard: who may send them, how they are kept, and how the window receives them.
 * Depends on no framework, only on the engine's log of messages, the journal, the window, and the tokens and signatures
 * of service-base.
 */
package io.thelook.dashboard.ingest;
