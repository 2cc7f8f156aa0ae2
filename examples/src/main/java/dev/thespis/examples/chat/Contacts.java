package dev.thespis.examples.chat;

import dev.thespis.actor.Message;

/// What the client itself may say to the actor behind its [Door]. The server gets that actor's address as a [Door], and
/// so can't send these.
interface Contacts extends Door {
    /// No private lines from this user any more.
    record Block(String name) implements Message<Contacts, Void> {}

    record Allow(String name) implements Message<Contacts, Void> {}
}
