/** How a service starts, and what it says when it cannot. */
package io.thelook.service.start;
