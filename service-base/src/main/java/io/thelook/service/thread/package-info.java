/**
 * The services' own threads, which survive failing tasks and are monitored by liveness and metrics, and a throttle that
 * limits how often an action may run.
 */
package io.thelook.service.thread;
