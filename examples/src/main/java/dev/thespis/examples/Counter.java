package dev.thespis.examples;

import dev.thespis.actor.Message;
import dev.thespis.actor.Namespace;

/// The contract, in a jar that both processes share.
@Namespace("examples")
public interface Counter {
    record Add(long n) implements Message<Counter, Void> {}

    record Show() implements Message<Counter, Long> {}
}
