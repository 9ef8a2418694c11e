/**
 * Records that others send to the dashboard: who may send them. Depends on no framework, only on the tokens and
 * signatures of service-base.
 */
package io.thelook.dashboard.ingest;
