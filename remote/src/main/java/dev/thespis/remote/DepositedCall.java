package dev.thespis.remote;

import dev.thespis.wire.Codec;
import dev.thespis.wire.Input;
import dev.thespis.wire.Output;
import org.jspecify.annotations.Nullable;

/// A call that waits for credit or room while its caller is parked for the answer already: whoever opens the turnstile
/// writes it. Else thousands of callers would be woken only to find each other at the lock, and to park again.
///
/// Its message is encoded before, since a codec is the user's and is to run on the caller's thread.
///
/// ```
///             one may pass                one may pass
///  MESSAGES ----------------> ROOM ------------------> written, refused, or given up by its caller meanwhile
///     |    (and there is none)  |
///     +-------------------------+--- withdraw -------> the caller was interrupted, or its time is over
/// ```
///
/// Guarded by the outbox's lock.
final class DepositedCall extends Turn {
    /// Writes its message.
    static final Codec<DepositedCall> CODEC = new Codec<>() {
        @Override
        public void write(DepositedCall deposited, Output out) {
            out.bytes(deposited.message, 0, deposited.message.length);
        }

        @Override
        public DepositedCall read(Input in) {
            throw new UnsupportedOperationException("it is written only");
        }
    };

    final PendingCall.Blocking call;
    final SendWindows.Window window;
    final @Nullable TraceContext trace;
    private final byte[] message;
    private final Departures departures;

    /// Whether it has a message of the window already.
    boolean isAdmitted;

    private CreditWaits.@Nullable Wait wait;

    DepositedCall(
            Departures departures,
            SendWindows.Window window,
            PendingCall.Blocking call,
            byte[] message,
            @Nullable TraceContext trace) {
        super(call);
        this.departures = departures;
        this.window = window;
        this.call = call;
        this.message = message;
        this.trace = trace;
    }

    void begins(CreditWaits.Wait begun) {
        wait = begun;
    }

    void ends() {
        if (wait != null) wait.end();
    }

    @Override
    boolean come() {
        departures.come(this);
        return false;
    }

    /// Its caller does not wait any more.
    void withdraw() {
        departures.withdraw(this);
    }
}
