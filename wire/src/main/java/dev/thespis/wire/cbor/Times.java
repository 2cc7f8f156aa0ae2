package dev.thespis.wire.cbor;

import dev.thespis.wire.Name;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;

/// Points and spans of time, as serde writes Rust's `SystemTime` and `Duration`.
final class Times {
    private static final int NANOS_PER_SECOND = 1_000_000_000;

    private Times() {}

    private record InstantForm(
            @Name("secs_since_epoch") long seconds,
            @Name("nanos_since_epoch") int nanos) {
        InstantForm {
            checkNanos(nanos);
        }
    }

    private record DurationForm(@Name("secs") long seconds, int nanos) {
        DurationForm {
            checkNanos(nanos);
        }
    }

    private static void checkNanos(int nanos) {
        if (nanos < 0 || nanos >= NANOS_PER_SECOND)
            throw new IllegalArgumentException("nanos=" + nanos + ", must be from 0 to 999999999");
    }

    /// @param prepare makes the node of a type
    static Node instant(Function<TypeUse, Node> prepare) {
        return new MappedNode<>(
                Instant.class,
                InstantForm.class,
                prepare.apply(TypeUse.of(InstantForm.class, "Instant")),
                instant -> new InstantForm(instant.getEpochSecond(), instant.getNano()),
                form -> Instant.ofEpochSecond(form.seconds, form.nanos));
    }

    /// @param prepare makes the node of a type
    static Node duration(Function<TypeUse, Node> prepare) {
        return new MappedNode<>(
                Duration.class,
                DurationForm.class,
                prepare.apply(TypeUse.of(DurationForm.class, "Duration")),
                duration -> new DurationForm(duration.getSeconds(), duration.getNano()),
                form -> Duration.ofSeconds(form.seconds, form.nanos));
    }
}
