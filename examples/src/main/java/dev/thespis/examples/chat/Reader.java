package dev.thespis.examples.chat;

import dev.thespis.actor.Message;

/// What the client itself may say to the actor that takes what is published.
interface Reader extends Ears {
    /// Lines of this room are wanted, and may come before it is known how many there were.
    record Expect(String room) implements Message<Reader, Void> {}

    record Begin(String room, long lines) implements Message<Reader, Void> {}

    record End(String room) implements Message<Reader, Void> {}
}
