package dev.thespis.docs;

import dev.thespis.actor.Message;
import dev.thespis.actor.Namespace;
import dev.thespis.wire.Transparent;
import dev.thespis.wire.Tuple;
import java.util.Map;

/// The types in the examples of `docs/protocol.md`.
final class ProtocolTypes {
    private ProtocolTypes() {}

    @Namespace("remotes")
    interface Remotes {
        @Transparent
        record Add(long n) implements Message<Remotes, Long> {}
    }

    record Show() {}

    record Div(long a, long b) {}

    @Transparent
    record Counts(Map<String, Long> counts) {}

    @Tuple
    record Pair(int number, String name) {}

    sealed interface Payment {
        record Cash() implements Payment {}

        record Card(String number) implements Payment {}
    }

    sealed interface Quotient {
        @Transparent
        record Ok(long value) implements Quotient {}

        @Transparent
        record Err(String why) implements Quotient {}
    }
}
