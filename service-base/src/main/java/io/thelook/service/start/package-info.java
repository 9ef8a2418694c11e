/** Reads the settings of a service, starts it, and reports why it cannot start. */
package io.thelook.service.start;
