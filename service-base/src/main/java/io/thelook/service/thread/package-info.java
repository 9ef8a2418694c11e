/** The services' own threads: guarded against failing tasks, and watched by liveness and metrics. */
package io.thelook.service.thread;
