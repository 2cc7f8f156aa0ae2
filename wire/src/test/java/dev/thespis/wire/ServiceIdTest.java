package dev.thespis.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class ServiceIdTest {
    @Test
    void namesHashAsInTheOriginal() {
        assertThat(Golden.section("services")).hasSize(25).allSatisfy(service -> {
            String name = service.get("service").asString();
            int colons = name.indexOf("::");
            assertThat(ServiceId.of(name.substring(0, colons), name.substring(colons + 2)))
                    .hasToString(service.get("sid_hex").asString());
        });
    }

    @Test
    void textsHashAsInTheOriginal() {
        // One seed is not valid UTF-8, so that it can't be a text; the bulk data has bytes like it.
        var texts = Golden.section("sids").stream()
                .filter(sid -> !sid.get("seed").asString().contains("\uFFFD"))
                .toList();

        assertThat(texts)
                .hasSizeGreaterThan(10)
                .allSatisfy(sid -> assertThat(ServiceId.ofText(sid.get("seed").asString()))
                        .hasToString(sid.get("sid_hex").asString()));
    }

    @Test
    void bytesOfAnyLengthHashAsInTheOriginal() {
        assertThat(Golden.bulk("xxh64")).hasSize(150).allSatisfy(pair -> {
            byte[] input = HexFormat.of().parseHex(pair.get(0).asString());
            assertThat(HexFormat.of().toHexDigits(XxHash64.hash(input)))
                    .isEqualTo(pair.get(1).asString());
        });
    }

    @Test
    void zeroAndAllOnesAreReserved() {
        assertThat(ServiceId.ERRORS).isEqualTo(new ServiceId(0)).hasToString("0x0000000000000000");
        assertThat(ServiceId.REPLIES).isEqualTo(new ServiceId(-1)).hasToString("0xffffffffffffffff");
        assertThat(ServiceId.ERRORS.isReserved()).isTrue();
        assertThat(ServiceId.REPLIES.isReserved()).isTrue();
        assertThat(new ServiceId(1).isReserved()).isFalse();
    }
}
