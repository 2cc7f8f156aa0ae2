package dev.thespis.remote;

import java.util.concurrent.atomic.AtomicInteger;

/// One encoded message, shared by all subscribers that it waits for.
///
/// What is enclosed is let go of when the publisher is done with it and it waits for nobody any more.
final class Post {
    final TopicService service;
    final byte[] bytes;
    final Enclosed enclosed;

    /// How many relays and topics have passed it on, this one included; 0 if it was published here.
    final int hops;

    private final AtomicInteger users = new AtomicInteger(1);

    Post(TopicService service, byte[] bytes, Enclosed enclosed, int hops) {
        this.service = service;
        this.bytes = bytes;
        this.enclosed = enclosed;
        this.hops = hops;
    }

    /// What it counts for in a queue.
    long size() {
        return bytes.length + enclosed.chars();
    }

    /// It waits for one more.
    void keep() {
        users.incrementAndGet();
    }

    /// One has taken it, or gives it up.
    void done() {
        if (users.decrementAndGet() == 0) enclosed.drop();
    }
}
