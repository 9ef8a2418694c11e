/**
 * What a receiver is told of an order, in theLook's form or as a webhook of a shop's software. Depends on the store,
 * and on the tables for names of customers and products.
 */
package io.thelook.producer.publish.format;
