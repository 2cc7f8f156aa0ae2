package dev.thespis.examples.chat;

import dev.thespis.actor.Address;
import dev.thespis.actor.Message;
import dev.thespis.actor.Namespace;
import java.util.List;

/// What a user can do. Each user has an actor behind it, which knows whose it is: no message says who sends it.
@Namespace("chat")
interface Member {
    record Rooms() implements Message<Member, List<String>> {}

    record Who() implements Message<Member, List<String>> {}

    /// Subscribes the connection to a room, which is opened if there is none of that name.
    record Enter(String room) implements Message<Member, Answer<Entered>> {}

    /// What there is in a room that one has entered.
    ///
    /// @param lines how many there were before
    record Entered(List<String> present, long lines) {}

    record Leave(String room) implements Message<Member, Answer<String>> {}

    record Say(String room, String text) implements Message<Member, Answer<Long>> {}

    /// Asks another user for a private line.
    record Find(String name) implements Message<Member, Answer<Address<Inbox>>> {}
}
