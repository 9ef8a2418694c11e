package io.thelook.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The files of deploy/kubernetes, read by the model of Kubernetes without unknown or repeated fields. */
class KubernetesTest {

    private static final Path FOLDER = Path.of("..", "deploy", "kubernetes");
    private static final Map<String, Class<? extends HasMetadata>> KINDS = Map.of(
            "apps/v1 Deployment", Deployment.class,
            "v1 Service", Service.class,
            "v1 Namespace", Namespace.class,
            "policy/v1 PodDisruptionBudget", PodDisruptionBudget.class,
            "networking.k8s.io/v1 Ingress", Ingress.class);

    /** The model takes unknown fields by a setter for any field, which this mapper ignores. */
    private static final ObjectMapper STRICT = new ObjectMapper(
                    new YAMLFactory().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION))
            .setAnnotationIntrospector(new JacksonAnnotationIntrospector() {

                private static final long serialVersionUID = 1L;

                @Override
                public Boolean hasAnySetter(Annotated member) {
                    return false;
                }
            });

    private static final List<HasMetadata> RESOURCES = new ArrayList<>();
    private static final Map<String, Map<String, String>> SETTINGS = new HashMap<>();
    private static JsonNode kustomization;

    @BeforeAll
    static void read() throws IOException {
        kustomization = STRICT.readTree(Files.readString(FOLDER.resolve("kustomization.yaml")));
        for (JsonNode file : kustomization.get("resources")) {
            RESOURCES.addAll(resources(Files.readString(FOLDER.resolve(file.asText()))));
        }
        for (JsonNode map : kustomization.get("configMapGenerator")) {
            Map<String, String> literals =
                    SETTINGS.computeIfAbsent(map.get("name").asText(), name -> new HashMap<>());
            map.get("literals").forEach(literal -> {
                String[] parts = literal.asText().split("=", 2);
                literals.put(parts[0], parts[1]);
            });
        }
    }

    private static List<HasMetadata> resources(String yaml) throws IOException {
        List<HasMetadata> resources = new ArrayList<>();
        try (MappingIterator<JsonNode> documents =
                STRICT.readerFor(JsonNode.class).readValues(yaml)) {
            while (documents.hasNext()) {
                JsonNode document = documents.next();
                Class<? extends HasMetadata> kind = KINDS.get(document.get("apiVersion")
                                .asText() + " " + document.get("kind").asText());
                assertThat(kind).as("%s", document).isNotNull();
                resources.add(STRICT.treeToValue(document, kind));
            }
        }
        return resources;
    }

    private static <T extends HasMetadata> List<T> all(Class<T> kind) {
        return RESOURCES.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private static <T extends HasMetadata> T one(Class<T> kind, String name) {
        return all(kind).stream()
                .filter(each -> each.getMetadata().getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static PodSpec pod(String name) {
        return one(Deployment.class, name).getSpec().getTemplate().getSpec();
    }

    private static Container container(String name) {
        assertThat(pod(name).getContainers()).hasSize(1);
        return pod(name).getContainers().get(0);
    }

    @Test
    void misspelledField_isNotOverlooked() {
        assertThatThrownBy(() -> resources("""
                        apiVersion: v1
                        kind: Service
                        metadata: {name: a}
                        spec: {selectors: {app: a}}
                        """))
                .isInstanceOf(JsonMappingException.class)
                .hasMessageContaining("selectors");
    }

    @Test
    void kustomization_hasEveryFile_andAnImageForEachService() throws IOException {
        List<String> listed = new ArrayList<>(List.of("kustomization.yaml"));
        kustomization.get("resources").forEach(each -> listed.add(each.asText()));
        try (Stream<Path> files = Files.list(FOLDER)) {
            assertThat(files.map(each -> each.getFileName().toString())).containsExactlyInAnyOrderElementsOf(listed);
        }
        Set<String> images = new HashSet<>(kustomization.get("images").findValuesAsText("name"));
        assertThat(all(Deployment.class)).hasSize(2).allSatisfy(each -> assertThat(images)
                .contains(container(each.getMetadata().getName()).getImage()));
    }

    @Test
    void services_runWithoutPrivileges_andWithinLimits() {
        for (Deployment deployment : all(Deployment.class)) {
            String name = deployment.getMetadata().getName();
            PodSpec pod = pod(name);
            Container container = container(name);
            assertThat(pod.getEnableServiceLinks())
                    .as("variables such as PRODUCER_PORT")
                    .isFalse();
            assertThat(pod.getAutomountServiceAccountToken()).isFalse();
            assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
            assertThat(pod.getSecurityContext().getRunAsUser())
                    .as("the user of the image")
                    .isEqualTo(10001);
            assertThat(container.getSecurityContext().getReadOnlyRootFilesystem())
                    .isTrue();
            assertThat(container.getSecurityContext().getAllowPrivilegeEscalation())
                    .isFalse();
            assertThat(container.getSecurityContext().getCapabilities().getDrop())
                    .containsExactly("ALL");
            assertThat(container.getResources().getLimits()).containsKey("memory");
            assertThat(container.getVolumeMounts())
                    .anyMatch(each -> each.getMountPath().equals("/tmp"));
            assertThat(deployment.getSpec().getSelector().getMatchLabels())
                    .isEqualTo(deployment.getSpec().getTemplate().getMetadata().getLabels());
        }
    }

    @Test
    void probes_askTheirOwnAddresses_onThePortOfTheService() {
        Map<String, Integer> ports = Map.of("producer", 8000, "dashboard", 3000);
        ports.forEach((name, port) -> {
            Container container = container(name);
            assertThat(container.getPorts()).singleElement().satisfies(each -> {
                assertThat(each.getName()).isEqualTo("http");
                assertThat(each.getContainerPort()).isEqualTo(port);
            });
            assertThat(path(container.getStartupProbe())).isEqualTo("/q/health/started");
            assertThat(path(container.getLivenessProbe())).isEqualTo("/q/health/live");
            assertThat(path(container.getReadinessProbe())).isEqualTo("/q/health/ready");
            Service service = one(Service.class, name);
            assertThat(service.getSpec().getSelector())
                    .isEqualTo(
                            one(Deployment.class, name).getSpec().getSelector().getMatchLabels());
            assertThat(service.getSpec().getPorts())
                    .allMatch(each -> each.getTargetPort().getStrVal().equals("http"));
        });
    }

    private static String path(Probe probe) {
        assertThat(probe.getHttpGet().getPort().getStrVal()).isEqualTo("http");
        return probe.getHttpGet().getPath();
    }

    @Test
    void settings_areThoseOfTheServices() throws IOException {
        String documented = Files.readString(Path.of("..", "docs", "settings.md"));
        assertThat(SETTINGS.keySet()).containsExactlyInAnyOrder("producer", "dashboard");
        SETTINGS.values().forEach(settings -> assertThat(settings.keySet())
                .allMatch(each -> documented.contains("| `" + each + "` "), "is in docs/settings.md"));
        assertThat(SETTINGS.get("producer").get("PUBLISH"))
                .as("one topic")
                .isEqualTo(SETTINGS.get("dashboard").get("FEED"));
        assertThat(container("dashboard").getEnv())
                .extracting(EnvVar::getName, EnvVar::getValue)
                .containsExactly(tuple("DATA_DIR", "/data"));
        assertThat(container("dashboard").getVolumeMounts())
                .anyMatch(each -> each.getMountPath().equals("/data"));
    }

    @Test
    void dashboards_areMovedWithoutAGap() {
        Deployment dashboard = one(Deployment.class, "dashboard");
        assertThat(dashboard.getSpec().getReplicas()).isGreaterThan(1);
        assertThat(dashboard
                        .getSpec()
                        .getStrategy()
                        .getRollingUpdate()
                        .getMaxUnavailable()
                        .getIntVal())
                .isZero();
        assertThat(dashboard.getSpec().getMinReadySeconds()).isPositive();
        int pause = Integer.parseInt(container("dashboard")
                .getLifecycle()
                .getPreStop()
                .getExec()
                .getCommand()
                .get(1));
        int drain = Integer.parseInt(SETTINGS.get("dashboard").get("DRAIN_SECONDS"));
        assertThat(pod("dashboard").getTerminationGracePeriodSeconds()).isGreaterThan(pause + drain + 10);
        PodDisruptionBudget budget = one(PodDisruptionBudget.class, "dashboard");
        assertThat(budget.getSpec().getSelector().getMatchLabels())
                .isEqualTo(dashboard.getSpec().getSelector().getMatchLabels());
        assertThat(budget.getSpec().getMinAvailable().getIntVal())
                .isLessThan(dashboard.getSpec().getReplicas());
        assertThat(one(Ingress.class, "dashboard")
                        .getSpec()
                        .getRules()
                        .get(0)
                        .getHttp()
                        .getPaths())
                .allMatch(each -> each.getBackend().getService().getName().equals("dashboard"));
    }
}
