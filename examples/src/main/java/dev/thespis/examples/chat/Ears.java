package dev.thespis.examples.chat;

import dev.thespis.actor.Message;
import dev.thespis.actor.Namespace;

/// What is published in rooms. The server has a topic of it for each room, and clients expose it.
@Namespace("chat-room")
interface Ears {
    /// Something that has happened in a room.
    ///
    /// @param number counts the lines of the room: who gets one that is not the next has missed some
    record Line(String room, long number, What what) implements Message<Ears, Void> {}

    sealed interface What {
        record Said(String name, String text) implements What {}

        record Came(String name) implements What {}

        record Gone(String name) implements What {}
    }
}
