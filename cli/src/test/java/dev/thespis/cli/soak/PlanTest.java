package dev.thespis.cli.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thespis.cli.soak.Plan.Disturbance;
import dev.thespis.cli.soak.Plan.Kind;
import dev.thespis.cli.soak.Plan.Step;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class PlanTest {
    private static List<Step> steps(long seed, Kind kind, int count) {
        return Stream.generate(new Plan(seed, kind)::next).limit(count).toList();
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void isTheSameFromTheSameSeed(Kind kind) {
        assertThat(steps(5, kind, 100)).isEqualTo(steps(5, kind, 100)).isNotEqualTo(steps(6, kind, 100));
    }

    @Test
    void hasAllDisturbances() {
        var all = Stream.of(Kind.values())
                .flatMap(kind -> steps(1, kind, 200).stream())
                .map(Step::disturbance);
        assertThat(all.<Class<?>>map(Disturbance::getClass).distinct())
                .containsExactlyInAnyOrder(Disturbance.class.getPermittedSubclasses());
    }
}
