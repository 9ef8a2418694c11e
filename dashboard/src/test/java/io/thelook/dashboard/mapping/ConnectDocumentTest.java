package io.thelook.dashboard.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.thelook.model.MappingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The worked example in docs/mappings.md gives the documented result. */
class ConnectDocumentTest {

    @Test
    void theWorkedExample_givesItsRecords() throws IOException, MappingException {
        String document = Files.readString(Path.of("../docs/mappings.md"));
        List<String> blocks = Pattern.compile("```(?:json|jq)\n(.*?)```", Pattern.DOTALL)
                .matcher(document)
                .results()
                .map((MatchResult block) -> block.group(1))
                .toList();
        List<JsonNode> expected = new ArrayList<>();
        Json.of(blocks.get(2)).forEach(expected::add);

        assertThat(Mapping.parse(blocks.get(1)).map(Json.of(blocks.get(0)))).isEqualTo(expected);
    }
}
