/** The state of a service at {@code /status}, for people and programs. Plain Java. */
package io.thelook.service.status;
