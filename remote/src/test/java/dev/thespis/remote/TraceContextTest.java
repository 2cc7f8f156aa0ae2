package dev.thespis.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TraceContextTest {
    private static final String SOUND = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    @Test
    void hasItsParts() {
        var context = TraceContext.of(SOUND);
        assertThat(context.traceId()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
        assertThat(context.spanId()).isEqualTo("00f067aa0ba902b7");
        assertThat(context.flags()).isEqualTo("01");
        assertThat(context.isSampled()).isTrue();
        assertThat(TraceContext.of(SOUND.replaceFirst("01$", "02")).isSampled()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-011",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                "00_4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736_00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7_01",
                "00-4bf92f3577b34da6a3ce929d0e0e473g-00f067aa0ba902b7-01",
                "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "0x-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01more"
            })
    void isRefusedHereAndNoneFromElsewhereIfItIsNotAsItMustBe(String parent) {
        assertThat(TraceContext.read(parent, "")).isNull();
        assertThatThrownBy(() -> TraceContext.of(parent))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("traceparent=");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-what-the-future-will-be-like"
            })
    void ofALaterVersionIsReadAsFarAsThisOneGoes(String parent) {
        assertThat(TraceContext.read(parent, "vendor=1")).isEqualTo(new TraceContext(SOUND, "vendor=1"));
    }

    @Test
    void losesAStateThatMakesNoSenseAndNoMore() {
        assertThat(TraceContext.read(SOUND, "a=" + "x".repeat(510))).isNotEqualTo(TraceContext.of(SOUND));
        assertThat(TraceContext.read(SOUND, "a=" + "x".repeat(511))).isEqualTo(TraceContext.of(SOUND));
        assertThat(TraceContext.read(SOUND, "a=ä")).isEqualTo(TraceContext.of(SOUND));
        assertThat(TraceContext.read(SOUND, "a=\n")).isEqualTo(TraceContext.of(SOUND));
        assertThatThrownBy(() -> new TraceContext(SOUND, "a=\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("tracestate");
    }
}
