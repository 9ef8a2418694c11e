/** Files that clients download: how rows are written, how many at a time, and how slowly they may be taken. Depends on {@code http}. */
package io.thelook.service.export;
