package io.thelook.producer.publish.format;

import io.thelook.producer.store.Place;
import io.thelook.producer.store.User;
import io.thelook.producer.tables.Contact;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** A made-up customer, with the details that shops' documents contain. */
record Customer(User user, Contact contact) {

    private static final Map<String, String> COUNTRY_CODES = countryCodes();

    static Customer of(User user) {
        return new Customer(user, Contact.of(user));
    }

    private static Map<String, String> countryCodes() {
        Map<String, String> codes = new TreeMap<>();
        Arrays.stream(Locale.getISOCountries())
                .forEach(code -> codes.put(new Locale("", code).getDisplayCountry(Locale.ENGLISH), code));
        codes.put("Brasil", "BR");
        return codes;
    }

    UUID id() {
        return user.id();
    }

    Place place() {
        return user.place();
    }

    String name() {
        return contact.firstName() + " " + contact.lastName();
    }

    /** The country in two letters (ISO 3166-1). */
    String countryCode() {
        return COUNTRY_CODES.getOrDefault(place().country(), "");
    }
}
