/** Files for others to read. Depends on nothing. */
package io.thelook.service.export;
