/** The content of the traces of both services, if there are any. Depends on OpenTelemetry only. */
package io.thelook.service.trace;
