/** What a service says about itself to people and programs at {@code /status}. Plain Java. */
package io.thelook.service.status;
