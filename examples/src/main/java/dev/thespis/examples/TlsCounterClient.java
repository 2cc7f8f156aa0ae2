package dev.thespis.examples;

import dev.thespis.actor.Address;
import dev.thespis.remote.Tcp;
import dev.thespis.remote.tls.Tls;
import java.nio.file.Path;

/// A client of [TlsCounterServer]. Its arguments are the port, and the file with the certificates that it trusts.
public final class TlsCounterClient {
    private TlsCounterClient() {}

    public static void main(String[] args) throws Exception {
        var port = args.length == 0 ? 7000 : Integer.parseInt(args[0]);
        var tls = Tls.trusting(Path.of(args[1]));
        try (var peer = Tcp.connect("localhost", port, tls)) {
            Address<Counter> counter = peer.address(Counter.class);
            counter.send(new Counter.Add(5));
            long total = counter.call(new Counter.Show());
            System.out.println("the total is " + total);
        }
    }
}
