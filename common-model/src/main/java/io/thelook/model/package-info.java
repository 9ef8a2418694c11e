/**
 * The contract between the producer and the consumers of its feed: the {@link io.thelook.model.Record}, the {@link
 * io.thelook.model.Metrics} computed from it, and their JSON form. Plain Java and Jackson, without a framework.
 */
package io.thelook.model;
