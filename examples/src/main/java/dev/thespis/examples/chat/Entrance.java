package dev.thespis.examples.chat;

import dev.thespis.actor.Address;
import dev.thespis.actor.Message;
import dev.thespis.actor.Namespace;
import java.util.List;

/// All that a new connection reaches. Who has logged in finds [Member] on that connection, and this no more.
@Namespace("chat")
interface Entrance {
    /// Logs in; the first one who uses a name chooses its password.
    ///
    /// @param door where the server asks for a private line to this user, on behalf of others
    record Login(String name, String password, Address<Door> door) implements Message<Entrance, Answer<List<String>>> {}
}
