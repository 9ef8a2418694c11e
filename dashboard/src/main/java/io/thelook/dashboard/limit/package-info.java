/** What one client, and all clients together, may take of the dashboard at once. */
package io.thelook.dashboard.limit;
