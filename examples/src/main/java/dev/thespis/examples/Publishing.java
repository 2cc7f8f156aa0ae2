package dev.thespis.examples;

import dev.thespis.actor.Actor;
import dev.thespis.actor.CallException;
import dev.thespis.actor.Handlers;
import dev.thespis.actor.Message;
import dev.thespis.actor.Namespace;
import dev.thespis.actor.Nursery;
import dev.thespis.remote.SubscriberOptions;
import dev.thespis.remote.Tcp;
import dev.thespis.remote.TcpServer;
import dev.thespis.remote.Topic;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// Clients publish to each other through a broker that has none of the messages' classes.
public final class Publishing {
    private Publishing() {}

    @Namespace("news")
    interface News {
        record Flash(String text) implements Message<News, Void> {}
    }

    /// Prints what it gets.
    record Reader(String name, CountDownLatch read) implements Actor<News> {
        @Override
        public Handlers<News> handlers() {
            return Handlers.of(News.class).run(News.Flash.class, flash -> {
                System.out.println(name + " reads: " + flash.text());
                read.countDown();
            });
        }
    }

    public static void main(String[] args) throws Exception {
        try (var nursery = Nursery.open("broker");
                var topic = Topic.of("news", List.of("Flash"))) {
            var subscriptions = topic.subscriptions(nursery, SubscriberOptions.droppingOldest());
            try (var broker = TcpServer.listen(new InetSocketAddress("localhost", 0), peer -> {
                peer.expose(topic);
                peer.expose(subscriptions);
            })) {
                exchange(broker.port());
            }
            System.out.println("subscribed at the end: " + topic.subscribers().size());
        }
    }

    private static void exchange(int port) throws Exception {
        var read = new CountDownLatch(1);
        try (var nursery = Nursery.open("clients");
                var ada = Tcp.connect("localhost", port);
                var bob = Tcp.connect("localhost", port)) {
            var reader = nursery.spawn(News.class, () -> new Reader("Ada", read));
            var news = bob.address(News.class);
            try (var subscription = Topic.join(ada, News.class, reader)) {
                news.send(new News.Flash("it works"));
                read.await();
                System.out.println("subscribed: " + subscription.isOpen());
            }
            try {
                news.call(new News.Flash("is anybody there?"));
            } catch (CallException e) {
                System.out.println(e.getMessage());
            }
        }
    }
}
