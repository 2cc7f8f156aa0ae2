package dev.thespis.actor;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// The right to send the messages of one protocol to one actor, here or in another process.
///
/// *Guarantees.* Messages from one thread through one address are handled in the order of sending, sends and calls
/// alike, each at most once. A call completes exactly once.
///
/// *Threading.* Safe for use by any number of threads.
///
/// *Failure.* A failed call throws one [CallException], a message that can't be accepted one [SendException]; the
/// [CallFailure] that they carry says why, whether the message may have been handled, and whether to try again.
/// What goes wrong after a send has been accepted is an event where it goes wrong, and is not reported here. A
/// message that can't be sent as it is throws an [IllegalArgumentException], and is certainly not handled: it is
/// none of the protocol, has no encoding, or has addresses that the other process can't be given, since it does
/// not know what they are or has too many that it has not released.
///
/// *Implementations* are the library's own; it is not for applications to implement.
///
/// *Identity.* Two addresses are equal if they lead to the same actor.
///
/// @param <P> the protocol whose messages the actor takes
public interface Address<P> {
    /// Sends the message and waits for its reply, parking the calling thread until the default deadline at most.
    ///
    /// A reply that loses the race with the deadline is dropped, and the handler is told to stop.
    ///
    /// @param message what to send
    /// @param <R> the type of the reply
    /// @return what the handler returned
    /// @throws CallException if there is no reply
    /// @throws IllegalArgumentException if the message can't be sent as it is
    /// @throws InterruptedException if interrupted while waiting; the call is cancelled, the message may
    /// have been handled
    <R> R call(Message<? super P, R> message) throws InterruptedException;

    /// Sends the message and waits for its reply as [#call(Message)] does, with a deadline of its own.
    ///
    /// @param message what to send
    /// @param deadline how long to wait at most, the time until the message is accepted included; more than zero
    /// @param <R> the type of the reply
    /// @return what the handler returned
    /// @throws CallException if there is no reply
    /// @throws IllegalArgumentException if the message can't be sent as it is
    /// @throws InterruptedException if interrupted while waiting; the call is cancelled, the message may
    /// have been handled
    <R> R call(Message<? super P, R> message, Duration deadline) throws InterruptedException;

    /// Sends the message and returns as soon as it is accepted; the reply, or a [CallException], arrives in the future.
    ///
    /// Cancelling the future cancels the call: a queued message is never handled, a running handler is interrupted. The
    /// default deadline holds. Stages of the future run on the thread that completes it and must not block.
    ///
    /// @param message what to send
    /// @param <R> the type of the reply
    /// @return the reply to come
    /// @throws IllegalArgumentException if the message can't be sent as it is
    /// @throws InterruptedException if interrupted while waiting for room; the message is not sent
    <R> CompletableFuture<R> callAsync(Message<? super P, R> message) throws InterruptedException;

    /// Sends the message one-way, parking the calling thread until it is accepted.
    ///
    /// @param message what to send; what its handler returns is dropped
    /// @throws SendException if the message can't be accepted, now or later
    /// @throws IllegalArgumentException if the message can't be sent as it is
    /// @throws InterruptedException if interrupted while waiting for room; the message is not sent
    void send(Message<? super P, ?> message) throws InterruptedException;

    /// Sends the message one-way if that is possible without waiting.
    ///
    /// @param message what to send
    /// @return whether the message was accepted
    /// @throws SendException if the message can't be accepted, now or later
    /// @throws IllegalArgumentException if the message can't be sent as it is
    boolean trySend(Message<? super P, ?> message);

    /// Completed when certainly no message will be handled any more that is sent through this address: its actor has
    /// stopped, the connection behind it has ended, or it was revoked. Stages run on the thread that finds it out and
    /// must not block. Ask once and keep the future: each one is remembered until then, and as long the address is in
    /// use, reachable or not.
    ///
    /// @return completes normally, or never
    CompletableFuture<@Nullable Void> closed();

    /// A number that tells this address from others in this process.
    ///
    /// @return equal for equal addresses
    long id();

    /// The actor's name, for people to read.
    ///
    /// @return not necessarily unique
    String name();

    /// The same address with fewer rights: only for the messages of a protocol that `P` extends.
    ///
    /// @param address leads to the actor
    /// @param <S> the protocol that remains
    /// @param <P> the protocol that extends it
    /// @return equal to the address given
    @SuppressWarnings("unchecked") // who may send the messages of P may send those that it inherits from S
    static <S, P extends S> Address<S> narrow(Address<P> address) {
        return (Address<S>) address;
    }
}
