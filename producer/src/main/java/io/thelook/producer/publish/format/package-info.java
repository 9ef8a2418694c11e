/**
 * The documents about events of orders, in theLook's form or as webhooks of shops' software. Depends on the store,
 * and on the tables for names of customers and products.
 */
package io.thelook.producer.publish.format;
