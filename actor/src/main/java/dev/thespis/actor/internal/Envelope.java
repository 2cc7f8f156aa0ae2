package dev.thespis.actor.internal;

import dev.thespis.actor.CallFailure;
import dev.thespis.actor.CallFailure.Handled;
import dev.thespis.actor.Handler;
import dev.thespis.actor.Message;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/// A message on its way through a mailbox, and what is to be done with its outcome.
///
/// *Guarantees.* Exactly one of [#succeeded] and [#failed] is called, once, when the handler has ended or it is certain
/// that none will start.
///
/// ```
///          begin            finish
/// QUEUED ---------> RUNNING --------------------------------> DONE     succeeded or failed, by the handler's thread
///    |                 | cancel                                ^
///    |                 v                                finish |
///    |           INTERRUPTING ----------> INTERRUPTED ---------+       failed, unless the handler returned normally
///    | cancel, reject
///    +-------------------------------------------------------> DONE     failed, by whoever cancels or rejects
/// ```
///
/// The detour over `INTERRUPTING` is what keeps an interrupt from hitting the next message's handler: `finish` waits
/// until the canceller, who may have been preempted between its decision and its `interrupt`, has done it, and then
/// clears it.
public abstract class Envelope {
    private static final int QUEUED = 0;
    private static final int RUNNING = 1;
    private static final int INTERRUPTING = 2;
    private static final int INTERRUPTED = 3;
    private static final int DONE = 4;

    /// The envelope has taken a slot of the mailbox's gate.
    static final byte ADMITTED = 1;

    /// The envelope goes in the first of two lanes.
    static final byte URGENT = 2;

    /// The handler runs beside others.
    static final byte CONCURRENT = 4;

    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(Envelope.class, "state", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private Message<?, ?> message;

    /// The next one in the mailbox. Belongs to the inbox that the envelope is in.
    @Nullable
    Envelope next;

    /// Who runs the handler; written before the state becomes `RUNNING`, read after it was seen.
    private @Nullable Thread runner;

    private volatile int state;

    /// The message's position in its protocol; written before the envelope is pushed, read after.
    short index = -1;

    /// Some of [#ADMITTED], [#URGENT], [#CONCURRENT]; the first two as `index`, the last one as `runner`. One byte,
    /// because with it an envelope fills 32 bytes exactly.
    byte flags;

    /// Makes an envelope. It can be delivered once.
    ///
    /// @param message what is inside
    protected Envelope(Message<?, ?> message) {
        this.message = message;
    }

    /// Makes an envelope whose message is not there yet: it is to be given to [#open] before it is delivered.
    @SuppressWarnings("NullAway.Init") // as said
    protected Envelope() {}

    /// Puts the message in. Called once, before the envelope is delivered.
    ///
    /// @param decoded what is inside
    protected final void open(Message<?, ?> decoded) {
        message = decoded;
    }

    /// The envelope whose handler runs on this thread.
    ///
    /// @return null outside of handlers
    public static @Nullable Envelope current() {
        Running running = Running.current();
        return running == null ? null : running.envelope();
    }

    /// What is inside.
    ///
    /// @return the message
    public final Message<?, ?> message() {
        return message;
    }

    /// The handler returned. Runs on the handler's thread; must not block or throw.
    ///
    /// @param reply what it returned
    public abstract void succeeded(@Nullable Object reply);

    /// There is no result. Runs on any thread; must not block or throw.
    ///
    /// @param failure why
    /// @param cause the handler's exception, if there was one
    public abstract void failed(CallFailure failure, @Nullable Throwable cause);

    /// Ends an envelope that is delivered to nobody.
    ///
    /// @param failure why
    public final void refuse(CallFailure failure) {
        reject(failure);
    }

    /// Why no handler is to be started, asked right before one is, when [#interrupt] would already reach it. Runs on
    /// the handler's thread; must not block or throw.
    ///
    /// @return null if one may start
    protected @Nullable CallFailure refusal() {
        return null;
    }

    /// Runs the handler, on its thread, when [#current] is this envelope. Whoever overrides it may do something
    /// before and after.
    ///
    /// @param handler to be run once
    /// @return what it returned
    /// @throws Exception what it threw
    protected @Nullable Object handle(Handler<Message<?, ?>, ?> handler) throws Exception {
        return handler.handle(message);
    }

    /// The actor was at rest: a thread is to be started for it, which handles this envelope and what comes after it.
    /// Runs on the thread that delivers. Whoever delivers many envelopes in a row may override it, and start the thread
    /// a little later; nothing is handled until then.
    ///
    /// @param activation starts the thread; to be run once, on any thread
    protected void wakes(Runnable activation) {
        activation.run();
    }

    /// Tells that nobody wants the outcome any more. Never blocks; may be called at any time, by any thread,
    /// repeatedly.
    ///
    /// If no handler has started, none will, and [#failed] is called before this returns. A running handler is
    /// interrupted, and its outcome is reported when it has ended: what it returns, or that it was cancelled.
    public final void cancel() {
        if (!reject(new CallFailure.Cancelled(Handled.NO))) {
            interrupt();
        }
    }

    final boolean is(byte flag) {
        return (flags & flag) != 0;
    }

    final void mark(byte flag) {
        flags |= flag;
    }

    /// Fails the envelope if no handler has started; else does nothing and says so.
    final boolean reject(CallFailure failure) {
        return reject(failure, null);
    }

    final boolean reject(CallFailure failure, @Nullable Throwable cause) {
        if (!STATE.compareAndSet(this, QUEUED, DONE)) {
            return false;
        }
        failed(failure, cause);
        return true;
    }

    /// Interrupts the handler if it is running; else does nothing.
    protected final void interrupt() {
        if (STATE.compareAndSet(this, RUNNING, INTERRUPTING)) {
            Thread running = runner;
            if (running != null) {
                running.interrupt();
            }
            state = INTERRUPTED;
            if (running == null) {
                stopElsewhere();
            }
        }
    }

    /// Claims the envelope for a handler that is not on a thread here, but in another process; false if it was
    /// cancelled. Whoever claims it reports its outcome.
    ///
    /// @return whether it is claimed
    public final boolean beginElsewhere() {
        return STATE.compareAndSet(this, QUEUED, RUNNING);
    }

    /// Nobody wants the outcome of what [#beginElsewhere] has begun. Called once at most, on any thread; must not block
    /// or throw.
    protected void stopElsewhere() {}

    /// Claims the envelope for a handler on the current thread; false if it was cancelled.
    final boolean begin(Thread thread) {
        runner = thread;
        return STATE.compareAndSet(this, QUEUED, RUNNING);
    }

    /// Ends what `begin` began, on the same thread; true if the handler was interrupted meanwhile. The thread is not
    /// interrupted afterwards.
    @SuppressWarnings("ThreadPriorityCheck") // the canceller is between two statements: shorter than parking would be
    final boolean finish() {
        boolean interrupted = !STATE.compareAndSet(this, RUNNING, DONE);
        while (interrupted && state == INTERRUPTING) {
            Thread.yield();
        }
        // Also what the handler has left behind by interrupting itself must not reach the next one.
        Thread.interrupted();
        if (interrupted) {
            state = DONE;
        }
        return interrupted;
    }

    /// Whether nobody has cancelled or rejected it; may change at any time.
    final boolean isWanted() {
        return state != DONE;
    }

    /// Whether the actor must get to this envelope, or is at it, before it gets to another one.
    final boolean blocksActor() {
        int now = state;
        return now != DONE && (now == QUEUED || !is(CONCURRENT));
    }
}
