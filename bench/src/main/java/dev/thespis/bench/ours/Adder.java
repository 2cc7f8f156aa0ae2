package dev.thespis.bench.ours;

import dev.thespis.actor.Actor;
import dev.thespis.actor.Handlers;
import dev.thespis.actor.Message;
import dev.thespis.actor.Namespace;
import dev.thespis.wire.Transparent;

/// What is asked of the server.
@Namespace("bench")
public interface Adder {
    /// Is answered by its number.
    record Add(long n, String tag) implements Message<Adder, Long> {}

    /// Is counted.
    record Put(long n, String tag) implements Message<Adder, Void> {}

    /// Comes back.
    @Transparent
    record Echo(byte[] data) implements Message<Adder, byte[]> {}

    /// Replies how many were counted so far.
    record Counted() implements Message<Adder, Long> {}

    /// The actor.
    final class Counting implements Actor<Adder> {
        private long count;

        @Override
        public Handlers<Adder> handlers() {
            return Handlers.of(Adder.class)
                    .on(Add.class, Add::n)
                    .run(Put.class, put -> count++)
                    .on(Echo.class, Echo::data)
                    .on(Counted.class, ask -> count);
        }
    }
}
