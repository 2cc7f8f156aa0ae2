/// Peers that misbehave, to try on one's own servers. Uses frames and sockets, and none of what it attacks.
package dev.thespis.cli.attack;
