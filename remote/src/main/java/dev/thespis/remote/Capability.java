package dev.thespis.remote;

import dev.thespis.actor.Address;
import dev.thespis.actor.CallException;
import dev.thespis.actor.CallFailure;
import dev.thespis.actor.CallFailure.Handled;
import dev.thespis.actor.Message;
import dev.thespis.actor.SendException;
import dev.thespis.actor.internal.Endpoint;
import dev.thespis.actor.internal.Envelope;
import dev.thespis.wire.cbor.Cbor;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// An address that can be taken back from everybody who has got it.
///
/// Every address may travel in messages, and who gets it may use it until the actor stops or the connection ends. What
/// is given away through a capability can be used only until it is revoked; and only for the messages of the protocol
/// that was named.
///
/// ```java
/// var shown = Capability.of(Album.Reader.class, album);
/// visitor.send(new Visitor.Look(shown.address()));
/// shown.revoke();
/// ```
///
/// *Threading.* Safe for use by any number of threads.
///
/// @param <P> the protocol whose messages may be sent
public final class Capability<P> {
    private final Revocable<P> address;

    private Capability(Revocable<P> address) {
        this.address = address;
    }

    /// Makes an address that can be revoked.
    ///
    /// @param protocol the messages that may be sent through it
    /// @param target the actor behind it
    /// @param <P> the protocol
    /// @return not revoked
    @SuppressWarnings("unchecked") // who takes the messages of a protocol that extends P takes those of P
    public static <P> Capability<P> of(Class<P> protocol, Address<? extends P> target) {
        if (target instanceof Endpoint<?> endpoint)
            return new Capability<>(new Revocable<>(protocol, (Endpoint<P>) endpoint));
        throw new IllegalArgumentException(target.getClass().getName()
                + " is not an address of this library: spawn an actor, or take one from a peer");
    }

    /// The address, to be given away.
    ///
    /// @return the same one each time; not equal to that of the actor behind it
    public Address<P> address() {
        return address;
    }

    /// Takes it back: messages that come from here on are not handled, and those who have it can see that it is
    /// [closed][Address#closed()]. Calls that have arrived go on. A second time nothing happens.
    public void revoke() {
        address.closing.close();
    }

    /// Whether it was taken back.
    ///
    /// @return for good
    public boolean isRevoked() {
        return address.closing.isClosed();
    }

    /// Tells whoever has given an address that it is not used here any more; calls that wait for a reply go on. It
    /// would be told so anyway some time after the address has become unreachable, which may be long after.
    ///
    /// It is released for all of this process, and for those whom it was handed on to: they find it
    /// [closed][Address#closed()].
    ///
    /// @param address that came in a message; others are not affected
    public static void release(Address<?> address) {
        if (address instanceof RemoteAddress<?> remote) remote.release();
    }

    /// Codecs that know addresses; those of [PeerOptions#defaults()] do.
    ///
    /// @param codecs to begin with
    /// @return others that know addresses too
    public static Cbor codecs(Cbor codecs) {
        return codecs.with(Address.class, AddressCodec::of);
    }

    /// What to do when it is revoked: the actor behind it need not tell any more when it stops.
    private record Revoked(Endpoint<?> target, Runnable action) implements Runnable {
        @Override
        public void run() {
            target.noLongerWhenClosed(action);
            action.run();
        }
    }

    /// Hands everything on, until it is closed.
    private static final class Revocable<P> extends Endpoint<P> implements Passing {
        private final long id = newId();
        private final Class<P> protocol;
        private final Endpoint<P> target;
        private final Closing closing = new Closing();

        Revocable(Class<P> protocol, Endpoint<P> target) {
            this.protocol = protocol;
            this.target = target;
        }

        private @Nullable CallFailure over() {
            return closing.isClosed() ? new CallFailure.ActorStopped(name(), Handled.NO) : null;
        }

        @Override
        public <R> R call(Message<? super P, R> message) throws InterruptedException {
            check();
            return target.call(message);
        }

        @Override
        public <R> R call(Message<? super P, R> message, Duration deadline) throws InterruptedException {
            check();
            return target.call(message, deadline);
        }

        private void check() {
            var over = over();
            if (over != null) throw new CallException(over, null);
        }

        @Override
        public <R> CompletableFuture<R> callAsync(Message<? super P, R> message) throws InterruptedException {
            var over = over();
            return over == null
                    ? target.callAsync(message)
                    : CompletableFuture.failedFuture(new CallException(over, null));
        }

        @Override
        public void send(Message<? super P, ?> message) throws InterruptedException {
            var over = over();
            if (over != null) throw new SendException(over);
            target.send(message);
        }

        @Override
        @SuppressWarnings("unchecked") // it is of the protocol
        public void passOn(Message<?, ?> message, int hops, @Nullable TraceContext trace) throws InterruptedException {
            var over = over();
            if (over != null) throw new SendException(over);
            if (target instanceof Passing passing) passing.passOn(message, hops, trace);
            else target.send((Message<? super P, ?>) message);
        }

        @Override
        public boolean trySend(Message<? super P, ?> message) {
            var over = over();
            if (over != null) throw new SendException(over);
            return target.trySend(message);
        }

        @Override
        public void deliver(Envelope envelope) {
            var over = over();
            if (over == null) target.deliver(envelope);
            else envelope.refuse(over);
        }

        @Override
        public void whenClosed(Runnable action) {
            target.whenClosed(action);
            closing.add(new Revoked(target, action)); // last: if it has been revoked, it takes the other one back
        }

        @Override
        public void noLongerWhenClosed(Runnable action) {
            closing.remove(new Revoked(target, action));
            target.noLongerWhenClosed(action);
        }

        @Override
        public long id() {
            return id;
        }

        @Override
        public String name() {
            return target.name();
        }

        @Override
        public String toString() {
            return "Capability[" + protocol.getSimpleName() + " of " + target.name() + "]";
        }
    }
}
