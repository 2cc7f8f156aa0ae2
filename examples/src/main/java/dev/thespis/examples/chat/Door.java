package dev.thespis.examples.chat;

import dev.thespis.actor.Address;
import dev.thespis.actor.Message;

/// Where the server knocks at a client. It is exposed nowhere: the server has it from the login.
interface Door {
    /// Asks for a private line for another user.
    ///
    /// @param name who wants to have it; the server has seen to it that this is true
    record Introduce(String name) implements Message<Door, Answer<Address<Inbox>>> {}
}
