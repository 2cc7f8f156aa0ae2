/// A chat in one piece: a server with a login and rooms, private lines from user to user, a client for terminals.
///
/// Read [dev.thespis.examples.chat.Entrance] first: the protocols are what the two programs agree on.
/// Nothing depends on this package.
package dev.thespis.examples.chat;
