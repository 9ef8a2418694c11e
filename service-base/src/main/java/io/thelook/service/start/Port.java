package io.thelook.service.start;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the setting of the port that the service listens on. Only the variable with the service's name sets it, such as
 * PRODUCER_PORT: others use plain PORT. Kubernetes sets such a variable, too, to {@code tcp://host:port}, for a Service named
 * producer: a value of that form is ignored, and the log says so.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Port {}
