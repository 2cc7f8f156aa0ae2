package dev.thespis.examples.chat;

import dev.thespis.actor.Address;
import dev.thespis.actor.Message;
import dev.thespis.remote.Peer;
import java.util.List;
import java.util.Optional;

/// The messages of the one actor that knows who is here and in which rooms. They stay in the server's process.
interface Hall {
    /// The password was right: the account's services are to appear on the connection.
    record Arrive(String name, Address<Door> door, Peer peer) implements Message<Hall, Answer<List<String>>> {}

    /// The connection has ended, whoever it was.
    record Depart(Peer peer) implements Message<Hall, Void> {}

    record Enter(String name, String room) implements Message<Hall, Answer<Member.Entered>> {}

    record Leave(String name, String room) implements Message<Hall, Answer<String>> {}

    record Say(String name, String room, String text) implements Message<Hall, Answer<Long>> {}

    record Rooms() implements Message<Hall, List<String>> {}

    record Who() implements Message<Hall, List<String>> {}

    record DoorOf(String name) implements Message<Hall, Optional<Address<Door>>> {}
}
