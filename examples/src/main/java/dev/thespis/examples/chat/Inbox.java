package dev.thespis.examples.chat;

import dev.thespis.actor.Message;

/// A private line to one user, made for one other user, and passed on to nobody else: so it need not say who writes.
interface Inbox {
    record Hear(String text) implements Message<Inbox, Void> {}
}
