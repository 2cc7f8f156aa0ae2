package dev.thespis.examples;

import dev.thespis.actor.Actor;
import dev.thespis.actor.ActorOptions;
import dev.thespis.actor.Address;
import dev.thespis.actor.Handlers;
import dev.thespis.actor.Mailbox;
import dev.thespis.actor.Message;
import dev.thespis.actor.Namespace;
import dev.thespis.actor.Nursery;
import dev.thespis.remote.SubscriberOptions;
import dev.thespis.remote.Topic;
import dev.thespis.remote.TopicEvent;
import java.util.concurrent.CountDownLatch;

/// What becomes of a subscriber that does not keep up, and that the others do not notice.
public final class SlowReaders {
    private SlowReaders() {}

    @Namespace("prices")
    interface Prices {
        record Price(int cents) implements Message<Prices, Void> {}
    }

    /// Does nothing before it may, and tells when the last price has come.
    record Reader(CountDownLatch start, CountDownLatch end) implements Actor<Prices> {
        @Override
        public Handlers<Prices> handlers() {
            return Handlers.of(Prices.class).run(Prices.Price.class, price -> {
                start.await();
                if (price.cents() == 99) end.countDown();
            });
        }
    }

    public static void main(String[] args) throws Exception {
        var now = new CountDownLatch(0);
        var later = new CountDownLatch(1);
        var end = new CountDownLatch(2);
        try (var nursery = Nursery.open("readers");
                var topic = Topic.of(Prices.class);
                var events = topic.events().observe()) {
            topic.subscribe(Prices.class, reader(nursery, now, end), SubscriberOptions.waiting());
            var bounded = SubscriberOptions.droppingOldest().withMessages(10);
            topic.subscribe(Prices.class, reader(nursery, later, end), bounded);
            var impatient = SubscriberOptions.disconnecting().withMessages(10);
            topic.subscribe(Prices.class, reader(nursery, later, end), impatient);

            var prices = topic.address(Prices.class);
            for (var cents = 0; cents < 100; cents++) prices.send(new Prices.Price(cents));
            later.countDown();
            end.await();

            var all = events.poll();
            System.out.println("lost some: " + all.stream().anyMatch(TopicEvent.Dropped.class::isInstance));
            System.out.println("cut off: " + all.stream().anyMatch(TopicEvent.Disconnected.class::isInstance));
            System.out.println("subscribed at the end: " + topic.subscribers().size());
        }
    }

    private static Address<Prices> reader(Nursery nursery, CountDownLatch start, CountDownLatch end) {
        var mailbox = ActorOptions.defaults().withMailbox(Mailbox.bounded(5));
        return nursery.spawn(Prices.class, mailbox, () -> new Reader(start, end));
    }
}
