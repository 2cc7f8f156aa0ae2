package dev.thespis.remote;

import dev.thespis.actor.Message;
import dev.thespis.actor.SendException;
import dev.thespis.actor.internal.Endpoint;
import dev.thespis.wire.Codec;
import dev.thespis.wire.DecodeException;
import dev.thespis.wire.Input;
import dev.thespis.wire.Output;
import dev.thespis.wire.cbor.Cbor;
import org.jspecify.annotations.Nullable;

/// The way from a topic to one subscriber.
sealed interface Outlet {
    /// Who it leads to; equal for equal ones.
    Object target();

    String name();

    /// Whether the message is for it.
    boolean takes(Post post);

    /// Hands a message over, waiting until it is accepted.
    ///
    /// @throws SendException if it is not
    /// @throws InterruptedException if interrupted while waiting; it is not accepted
    /// @throws DecodeException if it can't be decoded
    void deliver(Post post) throws InterruptedException, DecodeException;

    /// Runs the action when it leads nowhere any more, and lets the subscriber finish before this side closes it.
    void watch(Subscriber subscriber, Runnable gone);

    void forget(Subscriber subscriber, Runnable gone);

    /// It is subscribed from here on. Under the topic's lock.
    default void begun() {}

    /// It is not subscribed any more, and gets nothing more. Under the topic's lock.
    ///
    /// @param next what is subscribed for the same one now
    default void ended(@Nullable Outlet next) {}

    /// Why it leads nowhere any more.
    String ending();

    /// The subscriber is cut off. Never blocks.
    void disconnect(String reason);

    /// To another process: the frame goes on under the same service id.
    ///
    /// @param peer leads there
    /// @param member null if it has not asked for it
    record ToPeer(Peer peer, @Nullable Member member) implements Outlet {
        @Override
        public Object target() {
            return peer;
        }

        @Override
        public String name() {
            return peer.name();
        }

        @Override
        public boolean takes(Post post) {
            return true;
        }

        @Override
        public void deliver(Post post) throws InterruptedException {
            var connection = peer.connection();
            if (!post.enclosed.isEmpty()) connection.control().awaitGreeting();
            var outbox = connection.outbox();
            var codec = new Hopping<>(post.hops, null, new Publishing(), outbox);
            var failure = outbox.publish(post.service.sid(), codec, post);
            if (failure != null) throw new SendException(failure);
        }

        /// Writes the bytes as they are, and gives the addresses that are in them.
        private record Publishing() implements Codec<Post> {
            @Override
            public void write(Post post, Output out) {
                try {
                    if (!post.enclosed.isEmpty()) post.enclosed.giveTo(Capabilities.of(out));
                } catch (NotGiven e) {
                    throw e.inMessage();
                }
                out.bytes(post.bytes, 0, post.bytes.length);
            }

            @Override
            public Post read(Input in) {
                throw new IllegalStateException("it is only written");
            }
        }

        @Override
        public void watch(Subscriber subscriber, Runnable gone) {
            peer.connection().ending().add(subscriber);
            peer.whenEnded(gone);
            if (member != null) member.follow(subscriber::leave);
        }

        @Override
        public void forget(Subscriber subscriber, Runnable gone) {
            peer.connection().ending().forget(subscriber);
            peer.connection().ending().forget(gone);
            if (member != null) member.unfollow();
        }

        @Override
        public void begun() {
            if (member != null) member.show();
        }

        @Override
        public void ended(@Nullable Outlet next) {
            var isShown = next instanceof ToPeer other && other.member != null;
            if (member != null && !isShown) member.hide();
        }

        @Override
        public String ending() {
            return "the connection has ended: " + peer.connection().ending().reason();
        }

        @Override
        public void disconnect(String reason) {
            peer.beginClose(reason);
        }
    }

    /// To an actor, here or elsewhere: the message is decoded.
    ///
    /// @param address of a protocol that has the messages
    /// @param target who it leads to
    /// @param entries what it takes, by service id
    record ToActor(Endpoint<Object> address, Object target, LongTable<Contract.Entry> entries) implements Outlet {
        @Override
        public String name() {
            return address.name();
        }

        @Override
        public boolean takes(Post post) {
            return entries.get(post.service.sid()) != null;
        }

        @Override
        @SuppressWarnings({"unchecked", "NullAway"}) // the codec of a message makes one; takes() was asked before
        public void deliver(Post post) throws InterruptedException, DecodeException {
            var codec = entries.get(post.service.sid()).request();
            var in = new Input(post.bytes, 0, post.bytes.length);
            in.context(post.enclosed);
            var message = (Message<Object, ?>) Cbor.decode(codec, in);
            if (address instanceof Passing passing) passing.passOn(message, post.hops, null);
            else address.send(message);
        }

        @Override
        public void watch(Subscriber subscriber, Runnable gone) {
            address.whenClosed(gone);
        }

        @Override
        public void forget(Subscriber subscriber, Runnable gone) {
            address.noLongerWhenClosed(gone);
        }

        @Override
        public String ending() {
            return address.name() + " has stopped";
        }

        @Override
        public void disconnect(String reason) {}
    }
}
