package io.thelook.dashboard.endpoint;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.thelook.fuzz.Expect;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;

/** The parameters of downloads. */
@Timeout(10)
@Tag("slow")
class ExportFuzzTest {

    @FuzzTest
    void parameters(byte[] input) {
        String text = Expect.text(input);
        try {
            ExportRequest request = ExportRequest.parse(text);
            Expect.equal(ExportRequest.parse(text), request);
            Expect.that(request.file() != null, "no file");
        } catch (IllegalArgumentException e) {
            Expect.refusal(e.getMessage(), 400);
        }
    }
}
