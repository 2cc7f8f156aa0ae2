package dev.thespis.bench.raw;

import dev.thespis.bench.load.LocalSends;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/// Fresh messages, handed to one consumer over one word that producers compare and set, with nothing of an actor: no
/// bound, no failures, nobody who rests and is to be woken. The ceiling for mailboxes that are linked lists.
public final class RawHandOver implements LocalSends {
    private static final VarHandle NEWEST;

    static {
        try {
            NEWEST = MethodHandles.lookup().findVarHandle(RawHandOver.class, "newest", Node.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile @Nullable Node newest;

    private record Add(long n) {}

    private static final class Node {
        private final Add message;
        private @Nullable Node next;

        Node(Add message) {
            this.message = message;
        }
    }

    @Override
    public String name() {
        return "raw";
    }

    @Override
    public void sends(int producers, int count) throws Exception {
        var each = count / producers;
        var threads = new ArrayList<Thread>();
        for (var n = 0; n < producers; n++)
            threads.add(Thread.ofPlatform().daemon().start(() -> produce(each)));
        var all = each * producers;
        var handled = consume(all);
        for (var thread : threads) thread.join();
        if (handled != all) throw new IllegalStateException("handled=" + handled + ", sent=" + count);
    }

    private void produce(int count) {
        for (var n = 0; n < count; n++) push(new Node(new Add(1)));
    }

    private void push(Node node) {
        do node.next = newest;
        while (!NEWEST.compareAndSet(this, node.next, node));
    }

    @SuppressWarnings("ThreadPriorityCheck") // producers may need its core
    private long consume(int count) {
        var sum = 0L;
        var handled = 0;
        while (handled < count) {
            var oldest = reversed((Node) NEWEST.getAndSet(this, (Node) null));
            if (oldest == null) Thread.yield();
            for (var node = oldest; node != null; node = node.next) {
                sum += node.message.n();
                handled++;
            }
        }
        return sum;
    }

    private static @Nullable Node reversed(@Nullable Node newest) {
        Node oldest = null;
        for (var node = newest; node != null; ) {
            var older = node.next;
            node.next = oldest;
            oldest = node;
            node = older;
        }
        return oldest;
    }

    @Override
    public void close() {}
}
