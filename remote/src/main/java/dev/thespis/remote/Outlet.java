package dev.thespis.remote;

import dev.thespis.actor.Message;
import dev.thespis.actor.SendException;
import dev.thespis.actor.internal.Endpoint;
import dev.thespis.wire.Codec;
import dev.thespis.wire.DecodeException;
import dev.thespis.wire.Input;
import dev.thespis.wire.Output;
import dev.thespis.wire.cbor.Cbor;

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

    /// Runs the action when it leads nowhere any more.
    void whenGone(Runnable action);

    void forget(Runnable action);

    /// Why it leads nowhere any more.
    String ending();

    /// The subscriber is cut off. Never blocks.
    void disconnect(String reason);

    /// To another process: the frame goes on under the same service id.
    record ToPeer(Peer peer) implements Outlet {
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
            var codec = Hopping.with(post.hops, new Publishing(), outbox);
            var failure = outbox.request(post.service.sid(), codec, post, null, Patience.ENDLESS);
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
        public void whenGone(Runnable action) {
            peer.whenEnded(action);
        }

        @Override
        public void forget(Runnable action) {
            peer.connection().ending().forget(action);
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
    /// @param entries what it takes, by service id
    record ToActor(Endpoint<Object> address, LongTable<Contract.Entry> entries) implements Outlet {
        @Override
        public Object target() {
            return address;
        }

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
            // what may lead to another topic, and from there back again
            if (address instanceof TopicAddress<Object> topic) topic.send(message, post.hops + 1);
            else if (address instanceof RemoteAddress<Object> remote) remote.send(message, post.hops);
            else address.send(message);
        }

        @Override
        public void whenGone(Runnable action) {
            address.whenClosed(action);
        }

        @Override
        public void forget(Runnable action) {
            address.noLongerWhenClosed(action);
        }

        @Override
        public String ending() {
            return address.name() + " has stopped";
        }

        @Override
        public void disconnect(String reason) {}
    }
}
