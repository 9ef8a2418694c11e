/**
 * The services' own threads, which survive failing tasks and are monitored by liveness and metrics, a throttle that
 * limits how often an action may run, and a count with a limit that threads share.
 */
package io.thelook.service.thread;
