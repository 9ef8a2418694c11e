package io.thelook.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The content of the packaged services, compared with their bills of materials, THIRD-PARTY.md and NOTICE. */
class SupplyChainIT {

    private static final Path ROOT = Path.of("..");
    private static final Path LIST = ROOT.resolve("THIRD-PARTY.md");
    private static final List<String> SERVICES = List.of("producer", "dashboard");
    private static final String OURS = "io.thelook";

    /** JavaScript that the page's bundles contain. */
    private static final String BUNDLED = "org.mvnpm";

    /** Used only in development mode: Quarkus leaves it out. */
    private static final String LEFT_OUT = "io.quarkus.quarkus-ide-launcher-";

    /** The end of the name of a library that exists for several platforms; a build has that of its own. */
    private static final Pattern PLATFORM = Pattern.compile("(?<=native-)(linux|osx|windows)-.+");

    /** The permitted licences. If a library has several, one of them must be here. */
    private static final Set<String> WELCOME =
            Set.of("0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "EPL-2.0", "MIT", "MIT-0");

    private static final String HEAD = """
            # Third-party software

            The libraries that the services contain, with their licences. Where there are several, you may choose one. Versions and hashes
            are in the [bill of materials](docs/operations.md#bill-of-materials) of each service. [NOTICE](NOTICE) has the texts for what the page's
            scripts contain, and the sources of its map; the jars contain their own. The images also contain Eclipse Temurin, with its licence in
            `/opt/java/openjdk/legal`, and Ubuntu, with those of its packages in `/usr/share/doc`.

            A test fails if this page is not what the services contain. Written by

            ```
            ./mvnw verify -pl e2e -am -Dtest=NONE -Dit.test=SupplyChainIT -Dsurefire.failIfNoSpecifiedTests=false \\
              -Dfailsafe.failIfNoSpecifiedTests=false -Dthird-party.write
            ```

            | library | licence | in |
            |---|---|---|
            """;

    /** A library in a bill of materials. */
    private record Component(String group, String name, String version, List<String> licences) {

        private String jar() {
            return group + "." + name + "-" + version + ".jar";
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"producer", "dashboard"})
    void bill_namesWhatTheServiceContains(String service) throws IOException {
        List<Component> bill = bill(service);

        assertThat(jars(service)).hasSizeGreaterThan(100);
        assertThat(bill.stream()
                        .filter(component -> !component.group().equals(BUNDLED))
                        .map(Component::jar)
                        .filter(jar -> !jar.startsWith(LEFT_OUT)))
                .containsExactlyInAnyOrderElementsOf(jars(service));
    }

    @Test
    void bill_namesTheScriptsThatThePageContains() throws IOException {
        assertThat(bill("dashboard"))
                .filteredOn(component -> component.group().equals(BUNDLED))
                .extracting(Component::name)
                .containsExactlyInAnyOrder("echarts", "zrender", "tslib");
        String notice = Files.readString(ROOT.resolve("NOTICE")).toLowerCase(Locale.ROOT);
        assertThat(notice).contains("echarts", "zrender", "tslib");
    }

    @ParameterizedTest
    @ValueSource(strings = {"producer", "dashboard"})
    void libraries_haveAWelcomeLicence(String service) throws IOException {
        assertThat(bill(service)).allSatisfy(component -> assertThat(component.licences())
                .as(component.toString())
                .containsAnyElementsOf(WELCOME));
    }

    @ParameterizedTest
    @ValueSource(strings = {"producer", "dashboard"})
    void licences_areBesideTheService(String service) throws IOException {
        for (String file : List.of("LICENSE", "NOTICE", "THIRD-PARTY.md")) {
            assertThat(application(service).resolve(file)).hasSameTextualContentAs(ROOT.resolve(file));
            assertThat(Files.readAllLines(ROOT.resolve(".dockerignore")))
                    .as("what the image is built of")
                    .contains("!" + file);
        }
    }

    @Test
    void thirdParty_isWhatTheServicesContain() throws IOException {
        Map<String, String> licences = new TreeMap<>();
        Map<String, Set<String>> places = new TreeMap<>();
        for (String service : SERVICES) {
            for (Component component : bill(service)) {
                if (!component.group().equals(OURS) && !component.jar().startsWith(LEFT_OUT)) {
                    String library = component.group() + ":"
                            + PLATFORM.matcher(component.name()).replaceAll("*");
                    licences.put(library, String.join(", ", component.licences()));
                    places.computeIfAbsent(library, any -> new TreeSet<>()).add(service);
                }
            }
        }
        String rows = licences.entrySet().stream()
                .map(library -> "| " + library.getKey() + " | " + library.getValue() + " | "
                        + (places.get(library.getKey()).size() == SERVICES.size()
                                ? "both"
                                : places.get(library.getKey()).iterator().next())
                        + " |\n")
                .collect(Collectors.joining());
        if (System.getProperty("third-party.write") != null) {
            Files.writeString(LIST, HEAD + rows);
        }

        assertThat(Files.readString(LIST)).isEqualTo(HEAD + rows);
    }

    private static Path application(String service) {
        return ROOT.resolve(Path.of(service, "target", "quarkus-app"));
    }

    private static Set<String> jars(String service) throws IOException {
        try (Stream<Path> files = Files.walk(application(service).resolve("lib"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".jar"))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static List<Component> bill(String service) throws IOException {
        Path file = application(service).resolve("sbom.cdx.json");
        assumeThat(Files.exists(file) || System.getenv("CI") != null)
                .as(file + ": Maven writes it only when it is online")
                .isTrue();
        JsonNode bill = new ObjectMapper().readTree(file.toFile());
        assertThat(bill.path("bomFormat").asText()).isEqualTo("CycloneDX");
        assertThat(bill.at("/metadata/component/name").asText()).isEqualTo(service);
        List<Component> components = new ArrayList<>();
        bill.get("components").forEach(component -> {
            assertThat(component.path("hashes").isEmpty())
                    .as("hashes of " + component)
                    .isFalse();
            components.add(new Component(
                    component.get("group").asText(),
                    component.get("name").asText(),
                    component.get("version").asText(),
                    licences(component)));
        });
        return components;
    }

    private static List<String> licences(JsonNode component) {
        return StreamSupport.stream(component.path("licenses").spliterator(), false)
                .map(licence -> licence.has("expression") ? licence.get("expression") : licence.path("license"))
                .map(licence ->
                        licence.isTextual() ? licence : licence.has("id") ? licence.get("id") : licence.get("name"))
                .map(JsonNode::asText)
                .toList();
    }
}
