package dev.thespis.remote;

import dev.thespis.actor.Message;

/// Decides, message by message, whether a caller may use a service.
///
/// It is asked when the message's turn has come, right before its handler would run and on the same thread; so it sees
/// what a login has put into the [Caller] by then. One that throws refuses.
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
        /// @param reason told to the caller; perhaps blank
        record Refuse(String reason) implements Verdict {}
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
