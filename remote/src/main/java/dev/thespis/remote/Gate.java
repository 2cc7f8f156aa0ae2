package dev.thespis.remote;

import dev.thespis.actor.Message;
import java.util.Objects;

/// Decides, message by message, whether a caller may use a service.
///
/// It is asked when the message's turn has come, right before its handler would run and on the same thread; so it sees
/// what a login has put into the [Caller] by then, and one that takes long keeps the actor. Where a message would be
/// sent on to another process, or published, it is asked before that, on a thread on which one message after the other
/// goes that way.
///
/// *Threading.* One gate may stand before many services, and is asked by all their threads at once. It may block, and
/// holds up no more than what is behind the message for the same address. [Caller#current()] is there.
///
/// *Failure.* One that throws refuses, without a reason; what it threw is the event [PeerError.GateFailed]. Each
/// refusal is the event [PeerError.Refused].
@FunctionalInterface
public interface Gate {
    /// Decides about one message.
    ///
    /// @param caller who sends it
    /// @param service namespace and name, such as `remotes::Add`
    /// @param message what is sent
    /// @return whether it may pass
    Verdict check(Caller caller, String service, Message<?, ?> message);

    /// Lets everything pass.
    ///
    /// @return a gate that is always open
    static Gate open() {
        return Open.GATE;
    }

    /// What a gate says.
    sealed interface Verdict {
        /// The message may pass.
        record Pass() implements Verdict {}

        /// It may not. A call fails with [dev.thespis.actor.CallFailure.Refused]; of a send only an event is left.
        ///
        /// @param reason told to the caller, its first 256 characters; perhaps blank
        record Refuse(String reason) implements Verdict {
            /// Checks that there is a reason.
            public Refuse {
                Objects.requireNonNull(reason, "reason");
            }
        }
    }

    /// Lets the message pass.
    ///
    /// @return the verdict
    static Verdict pass() {
        return Open.PASS;
    }

    /// Refuses the message.
    ///
    /// @param reason told to the caller; perhaps blank
    /// @return the verdict
    static Verdict refuse(String reason) {
        return new Verdict.Refuse(reason);
    }
}
