package dev.thespis.cli.reference;

import dev.thespis.wire.Transparent;
import dev.thespis.wire.Unsigned;
import java.util.Optional;

/// One of each kind of variant that serde knows. The original calls it `Shape`, as the message that carries it.
sealed interface Figure {
    /// Nothing but its name: `"Unit"`.
    record Unit() implements Figure {}

    /// One value: `{"Newtype": 5}`.
    @Transparent
    record Newtype(long value) implements Figure {}

    /// Several values without names: `{"Tuple": [9, "nine"]}`.
    @dev.thespis.wire.Tuple
    record Tuple(@Unsigned byte number, String name) implements Figure {}

    /// Several values with names: `{"Struct": {"w": 1.5, "h": 2.5}}`.
    record Struct(double w, double h) implements Figure {}

    /// A value that may be missing: `{"Opt": null}`.
    @Transparent
    record Opt(Optional<@Unsigned Byte> value) implements Figure {}

    /// A record: `{"Nested": {"id": 1, "label": "one"}}`.
    @Transparent
    record Nested(Inner inner) implements Figure {}
}
