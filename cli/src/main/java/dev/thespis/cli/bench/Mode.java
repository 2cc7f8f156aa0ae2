package dev.thespis.cli.bench;

import java.util.ArrayList;
import java.util.List;

/// One way to make load.
///
/// @param kind calls or sends, and who waits
/// @param outstanding how many calls wait at once; 1 for sends
/// @param payloadBytes how much each message carries
record Mode(Kind kind, int outstanding, int payloadBytes) {
    /// Calls or sends, and who waits.
    enum Kind {
        /// As many virtual threads as calls may be outstanding, each waiting for its reply.
        CALL,
        /// One thread that starts calls as long as not too many are outstanding.
        CALL_ASYNC,
        /// One thread that sends; counted until all are handled.
        SEND
    }

    /// What is measured, in this order.
    static List<Mode> all() {
        var modes = new ArrayList<Mode>();
        for (var payload : List.of(16, 1024)) {
            for (var outstanding : List.of(1, 16, 256)) {
                modes.add(new Mode(Kind.CALL, outstanding, payload));
                if (outstanding > 1) modes.add(new Mode(Kind.CALL_ASYNC, outstanding, payload));
            }
            modes.add(new Mode(Kind.SEND, 1, payload));
        }
        return modes;
    }

    /// What the raw socket does for it: it has no threads that could wait or not.
    Mode raw() {
        return kind == Kind.CALL_ASYNC ? new Mode(Kind.CALL, outstanding, payloadBytes) : this;
    }

    /// Whether calls come one after the other, so that the time of each is the round trip.
    boolean oneByOne() {
        return kind != Kind.SEND && outstanding == 1;
    }
}
