package dev.thespis.remote;

import dev.thespis.actor.Actor;
import dev.thespis.actor.Address;
import dev.thespis.actor.Handlers;
import dev.thespis.actor.Message;
import dev.thespis.actor.Namespace;

/// What the tests of the original publish, and who gets it.
@Namespace("sums")
public interface Sums {
    record Add(long number) implements Message<Sums, Void> {}

    record Show() implements Message<Sums, Long> {}

    /// Adds up what it gets.
    final class Sum implements Actor<Sums> {
        private long sum;

        @Override
        public Handlers<Sums> handlers() {
            return Handlers.of(Sums.class)
                    .run(Add.class, add -> sum += add.number())
                    .on(Show.class, show -> sum);
        }
    }

    /// A subscriber of the original's tests.
    ///
    /// @param client its end of the connection to the relay
    /// @param address its actor
    record Consumer(Peer client, Address<Sums> address) {
        Subscription join() throws InterruptedException {
            return Topic.join(client, Sums.class, address);
        }

        long sum() {
            try {
                return address.call(new Show());
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        /// What has arrived is in the mailbox when the connection has ended.
        long sumAtTheEnd() throws InterruptedException {
            client.join();
            return sum();
        }
    }
}
