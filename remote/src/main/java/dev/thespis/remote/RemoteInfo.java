package dev.thespis.remote;

import java.util.HexFormat;

/// What is known about the software at the other end.
public sealed interface RemoteInfo {
    /// Nothing yet: its first frame has not arrived.
    record Unknown() implements RemoteInfo {}

    /// It does not say hello: a peer of the original, or a client that speaks only the frames. It gets no control
    /// frames.
    record Legacy() implements RemoteInfo {}

    /// It said hello.
    ///
    /// @param protocol version of the control services
    /// @param incarnation 32 hex digits. Those of a server change when its process starts anew; those of a client are
    /// new for each connection, but for a [Link], which has the same ones as long as it lives. They prove nothing: a
    /// client that has learned those of another one can say them
    /// @param software its name
    /// @param release its version
    /// @param maxFrameBytes the largest frame that it accepts
    record Greeted(int protocol, String incarnation, String software, String release, long maxFrameBytes)
            implements RemoteInfo {
        static Greeted of(dev.thespis.remote.control.Hello hello, PeerOptions own) {
            return new Greeted(
                    hello.protocol(),
                    HexFormat.of().formatHex(hello.incarnation()),
                    shared(Excerpt.of(hello.software()), own.software()),
                    shared(Excerpt.of(hello.release()), own.release()),
                    hello.maxFrame());
        }

        /// Both sides are often the same software: thousands of connections need not have as many copies of its name.
        private static String shared(String text, String own) {
            return text.equals(own) ? own : text;
        }
    }
}
