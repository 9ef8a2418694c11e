package io.thelook.service.start;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The range of a setting that is a number, both ends in it: {@link SettingsCheck} keeps a service from starting outside of it. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Range {

    double least();

    double most();

    /** What is counted, in the plural: seconds. */
    String unit() default "";

    /** What was expected, where the range does not say it all. */
    String words() default "";
}
