package dev.thespis.cli.reference;

import dev.thespis.wire.Transparent;

/// Rust's `Result`: a value, or why there is none. An expected failure of a handler belongs in its reply.
///
/// @param <T> the value
/// @param <E> why there is none
sealed interface Result<T, E> {
    /// There is a value: `{"Ok": 5}`.
    @Transparent
    record Ok<T, E>(T value) implements Result<T, E> {}

    /// There is none: `{"Err": "too late"}`.
    @Transparent
    record Err<T, E>(E error) implements Result<T, E> {}
}
