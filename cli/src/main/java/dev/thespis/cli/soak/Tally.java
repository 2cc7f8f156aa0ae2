package dev.thespis.cli.soak;

import dev.thespis.actor.CallFailure;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/// Counts what was done, and what has failed how. Safe for use by any number of threads.
final class Tally {
    private final Map<Book.Kind, LongAdder> done = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> failed = new ConcurrentHashMap<>();
    private final LongAdder attested = new LongAdder();
    private final Consumer<String> findings;

    Tally(Consumer<String> findings) {
        this.findings = findings;
    }

    void done(Book.Kind kind) {
        done.computeIfAbsent(kind, fresh -> new LongAdder()).increment();
    }

    /// Counts a failure, which is as it should be when so much goes wrong; but for some, for which there is no cause.
    void failed(CallFailure failure) {
        switch (failure) {
            case CallFailure.Timeout f -> count("Timeout", failure);
            case CallFailure.Cancelled f -> count("Cancelled", failure);
            case CallFailure.ConnectionLost f -> count("ConnectionLost", failure);
            case CallFailure.Overloaded f -> count("Overloaded", failure);
            case CallFailure.ActorStopped f -> count("ActorStopped", failure);
            case CallFailure.HandlerFailed f -> count("HandlerFailed", failure);
            case CallFailure.UnknownService f -> count("UnknownService", failure);
            case CallFailure.Deadlock f -> unexpected(failure);
            case CallFailure.Refused f -> unexpected(failure);
            case CallFailure.NoCalls f -> unexpected(failure);
            case CallFailure.Undecodable f -> unexpected(failure);
            case CallFailure.TooLarge f -> unexpected(failure);
        }
    }

    private void count(String name, CallFailure failure) {
        failed.computeIfAbsent(name + "/" + failure.handled(), fresh -> new LongAdder())
                .increment();
    }

    private void unexpected(CallFailure failure) {
        finding("UNEXPECTED: " + failure.describe() + " (" + failure + ")");
    }

    void finding(String text) {
        findings.accept(text);
    }

    void attested() {
        attested.increment();
    }

    long attestedCount() {
        return attested.sum();
    }

    long total() {
        return done.values().stream().mapToLong(LongAdder::sum).sum();
    }

    Map<String, Long> byKind() {
        var map = new TreeMap<String, Long>();
        done.forEach((kind, count) -> map.put(kind.name(), count.sum()));
        return map;
    }

    Map<String, Long> byFailure() {
        var map = new TreeMap<String, Long>();
        failed.forEach((name, count) -> map.put(name, count.sum()));
        return map;
    }
}
