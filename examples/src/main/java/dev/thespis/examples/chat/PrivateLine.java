package dev.thespis.examples.chat;

import dev.thespis.actor.Actor;
import dev.thespis.actor.Handlers;

/// Shows what one other user writes. The name is that for which the line was made; no message can claim another.
record PrivateLine(String from, Screen screen) implements Actor<Inbox> {
    @Override
    public Handlers<Inbox> handlers() {
        return Handlers.of(Inbox.class).run(Inbox.Hear.class, hear -> screen.print(from + " -> you: ", hear.text()));
    }
}
