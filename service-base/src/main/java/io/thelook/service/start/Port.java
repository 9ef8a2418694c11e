package io.thelook.service.start;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the setting for the port that the service listens on. Only the variable with the service's name sets it, such
 * as PRODUCER_PORT, because other programs use plain PORT. Kubernetes sets the same variable to {@code tcp://host:port}
 * for a Service named producer. A value of that form is ignored and logged.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Port {}
