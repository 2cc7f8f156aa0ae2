package dev.thespis.examples;

import dev.thespis.actor.Address;
import dev.thespis.remote.Tcp;

/// A client of [CounterServer]. Its argument is the port, 7000 if there is none.
public final class CounterClient {
    private CounterClient() {}

    public static void main(String[] args) throws Exception {
        var port = args.length == 0 ? 7000 : Integer.parseInt(args[0]);
        try (var peer = Tcp.connect("localhost", port)) {
            Address<Counter> counter = peer.address(Counter.class);
            counter.send(new Counter.Add(5));
            long total = counter.call(new Counter.Show());
            System.out.println("the total is " + total);
        }
    }
}
