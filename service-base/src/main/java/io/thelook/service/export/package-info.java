/** Downloads: writes CSV rows, limits the number of downloads and resets slow clients. Depends on {@code http}. */
package io.thelook.service.export;
