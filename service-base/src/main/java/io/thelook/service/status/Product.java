package io.thelook.service.status;

import java.lang.management.ManagementFactory;
import java.lang.management.RuntimeMXBean;

/** The running product: its versions, and the time of its start. */
public final class Product {

    private static final double MILLIS_PER_SECOND = 1e3;

    private Product() {}

    /**
     * Begins the section about the running product.
     *
     * @param version of the service
     * @param framework any class of Quarkus, whose version the report has
     */
    public static Section.Builder section(String version, Class<?> framework) {
        RuntimeMXBean process = ManagementFactory.getRuntimeMXBean();
        String quarkus = framework.getPackage().getImplementationVersion();
        return Section.titled("product", "Product")
                .text("version", "Version", version)
                .text("java", "Java", System.getProperty("java.runtime.version"))
                .text("quarkus", "Quarkus", quarkus == null ? "" : quarkus)
                .time("started_at", "Started", process.getStartTime())
                .seconds("uptime_seconds", "Running for", process.getUptime() / MILLIS_PER_SECOND);
    }

    /** The part of the heap that is used, garbage included. */
    public static Section.Builder heap(Section.Builder section) {
        Runtime memory = Runtime.getRuntime();
        return section.limitOfBytes(
                "heap_bytes", "Heap, garbage included", memory.totalMemory() - memory.freeMemory(), memory.maxMemory());
    }
}
