package io.thelook.producer.store;

import java.time.ZoneId;

/**
 * Where users live.
 *
 * @param country by its English name, but Brasil as in the data set; each country stands under one name only
 * @param state the region
 * @param city the main city of the region
 * @param latitude of the region's centre of population, in degrees north
 * @param longitude of the same, in degrees east
 * @param zone by whose clock its people go
 */
public record Place(String country, String state, String city, double latitude, double longitude, ZoneId zone) {}
