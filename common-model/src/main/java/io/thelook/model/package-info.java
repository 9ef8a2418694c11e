/**
 * The contract between the producer and whoever consumes its feed: the {@link io.thelook.model.Record}, the {@link
 * io.thelook.model.Metrics} computed from it, and their JSON form. Plain Java and Jackson; it knows no framework.
 */
package io.thelook.model;
