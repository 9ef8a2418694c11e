package io.thelook.producer.store;

import java.time.ZoneId;

/**
 * A place where users live.
 *
 * @param country the country's English name, except Brasil, as in the data set; each country has only one name
 * @param state the region
 * @param city the main city of the region
 * @param latitude the latitude of the region's centre of population, in degrees north
 * @param longitude the longitude of that centre, in degrees east
 * @param zone the time zone of the region
 */
public record Place(String country, String state, String city, double latitude, double longitude, ZoneId zone) {}
