package dev.thespis.actor;

/// The protocol of the documentation's examples.
interface Counter {
    record Add(long n) implements Message<Counter, Void> {}

    record Show() implements Message<Counter, Long> {}
}
