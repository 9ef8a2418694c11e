package io.thelook.service.start;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The range of a numeric setting, both ends included. A service does not start with a value outside it. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Range {

    double least();

    double most();

    /** The unit in the plural, such as seconds. */
    String unit() default "";

    /** The words for what was expected, in a message, if the range alone does not express it. */
    String words() default "";
}
