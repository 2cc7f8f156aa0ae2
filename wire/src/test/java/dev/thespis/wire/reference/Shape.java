package dev.thespis.wire.reference;

import dev.thespis.wire.Transparent;
import dev.thespis.wire.Unsigned;
import java.util.Optional;

/// Rust's `Shape`; its variants are named after the forms that serde has for a variant.
public sealed interface Shape {
    record Unit() implements Shape {}

    @Transparent
    record Newtype(long value) implements Shape {}

    @dev.thespis.wire.Tuple
    record Tuple(@Unsigned byte first, String second) implements Shape {}

    record Struct(double w, double h) implements Shape {}

    @Transparent
    record Opt(Optional<@Unsigned Byte> value) implements Shape {}

    @Transparent
    record Nested(Inner inner) implements Shape {}
}
