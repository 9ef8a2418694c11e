/** How a service reads its settings and starts, and what it says when it cannot. */
package io.thelook.service.start;
