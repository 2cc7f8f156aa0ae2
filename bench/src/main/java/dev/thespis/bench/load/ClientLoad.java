package dev.thespis.bench.load;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// Load over [Client]s, the same code for all systems that have them.
final class ClientLoad implements Load {
    private final Workload workload;
    private final List<Client> clients;
    private final byte[] data;
    private final Times times;

    private ClientLoad(Workload workload, List<Client> clients) {
        this.workload = workload;
        this.clients = clients;
        this.data = new byte[workload.payloadBytes()];
        this.times = new Times(workload.isTimed());
    }

    static ClientLoad open(Contender contender, Workload workload, int port) throws Exception {
        var load = new ClientLoad(workload, new ArrayList<>());
        for (var n = 0; n < workload.connections(); n++) load.clients.add(contender.connect(port));
        return load;
    }

    @Override
    public Tally run(long untilNanos) throws Exception {
        return switch (workload.style()) {
            case CALL -> workload.isTimed() ? timed(clients.getFirst(), untilNanos) : callers(untilNanos);
            case ASYNC -> async(untilNanos);
            case SEND -> new Tally(new long[] {clients.getFirst().sends(untilNanos)}, new long[0]);
        };
    }

    private void call(Client client, long n) throws Exception {
        if (data.length == 0) Client.same(n, client.call(n));
        else Client.same(data.length, client.echo(data));
    }

    private Tally timed(Client client, long untilNanos) throws Exception {
        var count = Callers.timed(times, untilNanos, (caller, turn) -> call(client, turn));
        return new Tally(new long[] {count}, times.sorted());
    }

    private Tally callers(long untilNanos) throws Exception {
        var each = workload.outstanding();
        var counts = Callers.run(
                clients.size() * each, untilNanos, (caller, turn) -> call(clients.get(caller / each), turn));
        var operations = new long[clients.size()];
        for (var n = 0; n < counts.length; n++) operations[n / each] += counts[n];
        return new Tally(operations, new long[0]);
    }

    private Tally async(long untilNanos) throws Exception {
        var ended = new CountDownLatch(clients.size() * workload.outstanding());
        var slots = new ArrayList<List<Slot>>();
        for (var client : clients) {
            var some = new ArrayList<Slot>();
            for (var n = 0; n < workload.outstanding(); n++) some.add(new Slot(client, untilNanos, ended));
            slots.add(some);
        }
        for (var some : slots) for (var slot : some) slot.next();
        ended.await();
        var operations = new long[slots.size()];
        for (var n = 0; n < operations.length; n++) for (var slot : slots.get(n)) operations[n] += slot.count();
        return new Tally(operations, new long[0]);
    }

    /// Calls one after the other, each started by the end of the one before. What it holds passes from thread to thread
    /// with the calls, at last over the latch.
    private final class Slot implements Client.Done {
        private final Client client;
        private final long untilNanos;
        private final CountDownLatch ended;
        private long count;
        private Throwable failure;

        Slot(Client client, long untilNanos, CountDownLatch ended) {
            this.client = client;
            this.untilNanos = untilNanos;
            this.ended = ended;
        }

        void next() {
            try {
                if (data.length == 0) client.start(count, this);
                else client.startEcho(data, this);
            } catch (Exception e) {
                end(e);
            }
        }

        @Override
        public void done(long answer, Throwable problem) {
            var expected = data.length == 0 ? count : data.length;
            var wrong = problem != null || answer == expected
                    ? problem
                    : new IllegalStateException("answer=" + answer + ", not " + expected);
            if (wrong == null) count++;
            if (wrong == null && System.nanoTime() - untilNanos < 0) next();
            else end(wrong);
        }

        private void end(Throwable problem) {
            failure = problem;
            ended.countDown();
        }

        long count() {
            if (failure != null) throw new IllegalStateException("a call failed", failure);
            return count;
        }
    }

    @Override
    public void close() {
        for (var client : clients) client.close();
    }
}
