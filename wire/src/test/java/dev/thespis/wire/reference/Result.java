package dev.thespis.wire.reference;

import dev.thespis.wire.Transparent;

/// Rust's `Result`.
public sealed interface Result<T, E> {
    @Transparent
    record Ok<T, E>(T value) implements Result<T, E> {}

    @Transparent
    record Err<T, E>(E error) implements Result<T, E> {}
}
