package io.mediagate.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileDescriptorsTest {

    @ParameterizedTest
    @CsvSource({
        "25000, 65536, 25000",
        "25000, 20000, 19000",
        "100, 1024, 100",
        "25000, 1024, 512",
        "25000, 9223372036854775807, 25000"
    })
    void keepsSomeBackForEverythingElse(int wanted, long limit, int expected) {
        assertThat(FileDescriptors.atMost(wanted, limit)).isEqualTo(expected);
    }
}
