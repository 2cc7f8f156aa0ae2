package dev.thespis.bench.growth;

import dev.thespis.actor.Actor;
import dev.thespis.actor.Handlers;
import dev.thespis.actor.Message;

/// A protocol of one message, so that a namespace is one service.
interface Lone {
    /// Is answered by its number.
    record Add(long n, String tag) implements Message<Lone, Long> {}

    /// The actor.
    final class Adding implements Actor<Lone> {
        @Override
        public Handlers<Lone> handlers() {
            return Handlers.of(Lone.class).on(Add.class, Add::n);
        }
    }

    /// Where one of many is exposed.
    static String namespace(int index) {
        return "lone-" + index;
    }
}
