/** What both services' HTTP servers have in common. Depends on Vert.x and Quarkus' filters. */
package io.thelook.service.http;
