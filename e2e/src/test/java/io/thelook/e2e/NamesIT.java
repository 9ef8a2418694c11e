package io.thelook.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page's treatment of names: countries on the map, colours, and short forms. Its modules, without the page. */
class NamesIT {

    private static final Path WORLD =
            Path.of("..", "dashboard", "src", "main", "resources", "META-INF", "resources", "map", "world.json");

    private static PageModules modules;
    private static Page page;
    private static JsonNode world;

    @BeforeAll
    static void load() throws IOException {
        world = new ObjectMapper().readTree(WORLD.toFile()).get("countries");
        modules = new PageModules();
        page = modules.openWith("app", "countries", "colours", "names", "breakdown");
        Map<String, String> names = new HashMap<>();
        world.properties()
                .forEach(country -> names.put(
                        country.getKey(), country.getValue().get("names").asText()));
        page.evaluate("names => { window.find = countries.finder(names); }", names);
    }

    @AfterAll
    static void close() {
        modules.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "United Kingdom                        | GB",
                "Great Britain                         | GB",
                "UK                                    | GB",
                "gb                                    | GB",
                "GBR                                   | GB",
                "Scotland                              | GB",
                "Royaume-Uni                           | GB",
                "united states                         | US",
                "UNITED STATES OF AMERICA              | US",
                "USA                                   | US",
                "U.S.A.                                | US",
                "Türkiye                               | TR",
                "turkiye                               | TR",
                "Turkey                                | TR",
                "Viet Nam                              | VN",
                "Vietnam                               | VN",
                "Việt Nam                              | VN",
                "Brasil                                | BR",
                "España                                | ES",
                "espana                                | ES",
                "Deutschland                           | DE",
                "Österreich                            | AT",
                "Danmark                               | DK",
                "Česko                                 | CZ",
                "Czech Republic                        | CZ",
                "Ελλάδα                                | GR",
                "Россия                                | RU",
                "中国                                    | CN",
                "日本                                    | JP",
                "대한민국                                  | KR",
                "Korea, Republic of                    | KR",
                "Korea, Democratic People's Republic of | KP",
                "مصر                                   | EG",
                "ישראל                                 | IL",
                "The Netherlands                       | NL",
                "Côte d’Ivoire                         | CI",
                "Cote d'Ivoire                         | CI",
                "Ivory Coast                           | CI",
                "Bolivia, Plurinational State of       | BO",
                "Trinidad & Tobago                     | TT",
                "Trinidad and Tobago                   | TT",
                "Congo                                 | CG",
                "Democratic Republic of the Congo      | CD",
                "Singapore                             | SG",
                "Malta                                 | MT",
                "Kosovo                                | XK"
            })
    void country_isFoundByEachOfItsNames(String name, String code) {
        assertThat(page.evaluate("name => find(name)", name)).isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "-", "Unknown", "Atlantis", "the", "__proto__", "constructor", "x|y", "🇫🇷"})
    void otherName_isThatOfNoCountry(String name) {
        assertThat(page.evaluate("name => find(name) ?? null", name)).isNull();
    }

    @Test
    void world_hasEachNameOnce() {
        List<String> names = world.properties().stream()
                .flatMap(country ->
                        Stream.of(country.getValue().get("names").asText().split("\\|")))
                .toList();
        assertThat(names).doesNotHaveDuplicates().hasSizeGreaterThan(1_000);
        assertThat(world.properties()).hasSizeGreaterThan(230);
    }

    @Test
    void byCountry_addsUpTheNamesOfACountry() {
        assertThat(page.evaluate("""
                        () => {
                          const bars = [['UK', 70, 3], ['Atlantis', 9, 1], ['France', 8, 1], ['Great Britain', -20, 0]];
                          const { countries: shares, missing } = breakdown.byCountry(bars, find);
                          return JSON.stringify([...shares, missing]);
                        }"""))
                .isEqualTo("[[\"GB\",{\"names\":[\"UK\",\"Great Britain\"],\"revenue\":50,\"items\":3}],"
                        + "[\"FR\",{\"names\":[\"France\"],\"revenue\":8,\"items\":1}],[\"Atlantis\"]]");
    }

    /** The colours depended on the order in which the names had been seen, and so differed between screens. */
    @Test
    void colours_followFromTheNamesAlone() {
        List<String> names = List.of("Search", "Organic", "Facebook", "Email", "Display");

        assertThat(coloursOf(names)).isEqualTo(coloursOf(reversed(names)));
        assertThat(coloursOf(names).values()).doesNotHaveDuplicates();
        assertThat(coloursOf(names.subList(0, 3)))
                .as("a name that goes does not change the others")
                .allSatisfy((name, colour) -> assertThat(coloursOf(names)).containsEntry(name, colour));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 10, 16})
    void colours_ofUpTo16Names_areDifferent(int count) {
        for (int round = 0; round < 50; round++) {
            int start = round * 100;
            List<String> names = IntStream.range(start, start + count)
                    .mapToObj(i -> "Name " + i)
                    .toList();
            assertThat(coloursOf(names).values()).doesNotHaveDuplicates();
            assertThat(coloursOf(names)).isEqualTo(coloursOf(reversed(names)));
        }
    }

    /** A new name may displace only those that select the same colour, or have been displaced. */
    @Test
    void colours_ofANewName_changeFewOthers() {
        List<String> names =
                IntStream.range(0, 12).mapToObj(i -> "Country " + i).toList();
        Map<String, String> before = coloursOf(names);
        for (int i = 100; i < 150; i++) {
            Map<String, String> after = coloursOf(
                    Stream.concat(names.stream(), Stream.of("Country " + i)).toList());
            assertThat(before.entrySet().stream()
                            .filter(entry -> !after.get(entry.getKey()).equals(entry.getValue()))
                            .count())
                    .isLessThanOrEqualTo(3);
        }
    }

    @Test
    void colours_ofMoreNamesThanColours_areReused() {
        List<String> names = IntStream.range(0, 200).mapToObj(i -> "n" + i).toList();
        assertThat(coloursOf(names)).hasSize(200);
        assertThat(Set.copyOf(coloursOf(names).values())).hasSize(16);
    }

    @Test
    void barColours_ofOtherCharts_areOne() {
        assertThat(page.evaluate("""
                        () => {
                          const ofCategory = colours.barColours('revenue_by_category', ['Jeans', 'Shorts']);
                          const ofCountry = colours.barColours('revenue_by_country', ['China', 'Japan']);
                          return [ofCategory('Jeans') === ofCategory('Shorts'), ofCountry('China') === ofCountry('Japan')].join();
                        }""")).isEqualTo("true,false");
    }

    @Test
    void shownName_isInWords() {
        assertThat(page.evaluate("""
                        () => [['gender', 'M'], ['gender', 'F'], ['gender', 'X'], ['country', 'M'], ['gender', 'constructor']]
                          .map(([property, value]) => names.shownName(property, value)).join()""")).isEqualTo("Men,Women,X,M,constructor");
    }

    /** Names, and what is left of them in 14 characters. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Brasil;Jeans                                             | Brasil;Jeans",
                "United States of America                                 | United S…erica",
                "Product 0000000000000001;Product 0000000000000002        | Product …00001;Product …00002",
                "A very long category: shirts for the young;A very long category: shorts for the young | …shirts for t…;…shorts for t…",
                "متجر الكتب في المدينة الأولى;متجر الكتب في المدينة الثانية | متجر الك…لأولى;متجر الك…ثانية"
            })
    void shortened_keepsWhatTellsNamesApart(String names, String expected) {
        assertThat(shortened(List.of(names.split(";")), 14)).containsExactly(expected.split(";"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 10, 20, 100})
    void shortened_isNeverAmbiguous(int room) {
        String same = "a".repeat(100);
        List<String> names = Stream.concat(
                        IntStream.range(0, 60).mapToObj(i -> same + i + same),
                        Stream.of(
                                same,
                                same + "a",
                                "",
                                "é".repeat(150),
                                "👩‍👩‍👧‍👦".repeat(60),
                                "ب".repeat(200),
                                "\u202E" + same))
                .toList();

        List<String> texts = shortened(names, room);

        assertThat(texts).hasSameSizeAs(names).doesNotHaveDuplicates();
        assertThat(texts).noneMatch(text -> text.contains("\u200D…") || text.contains("…\u200D"));
        if (room >= 10) {
            assertThat(texts.stream()
                            .filter(text -> text.codePointCount(0, text.length()) > room)
                            .count())
                    .as("numbered, because one is the beginning of the other")
                    .isLessThanOrEqualTo(1);
        }
    }

    @SuppressWarnings("unchecked")
    private static List<String> shortened(List<String> names, int room) {
        return (List<String>) page.evaluate(
                "([all, room]) => names.shortened(all, (text) => [...text].length <= room)", List.of(names, room));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, String> coloursOf(List<String> names) {
        return (Map<String, String>) page.evaluate("all => Object.fromEntries(colours.coloursOf(all))", names);
    }

    private static List<String> reversed(List<String> names) {
        return IntStream.range(0, names.size())
                .mapToObj(i -> names.get(names.size() - 1 - i))
                .toList();
    }
}
