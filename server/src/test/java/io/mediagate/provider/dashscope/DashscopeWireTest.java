package io.mediagate.provider.dashscope;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediagate.egress.HttpAnswer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DashscopeWireTest {
    @Test
    void followsTheirStoreByTlsAlsoWhereTheyGiveALinkWithout() {
        assertThat(links("http://dashscope-result-bj.oss-cn-beijing.aliyuncs.com/a.wav?Expires=1"))
                .isEqualTo(
                        "https://dashscope-result-bj.oss-cn-beijing.aliyuncs.com/a.wav?Expires=1");
        assertThat(links("http://example.com/a.wav")).isEqualTo("http://example.com/a.wav");
    }

    private static String links(String url) {
        var body = "{\"output\":{\"audio\":{\"url\":\"%s\"}}}".formatted(url);
        var answer = new HttpAnswer(200, Map.of(), body.getBytes(StandardCharsets.UTF_8));
        return DashscopeWire.links(answer).getFirst();
    }
}
