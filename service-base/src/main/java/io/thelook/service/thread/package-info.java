/**
 * The services' own threads, guarded against failing tasks and watched by liveness and metrics, and a throttle for what may
 * happen only so often.
 */
package io.thelook.service.thread;
