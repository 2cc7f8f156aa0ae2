package dev.thespis.examples;

import dev.thespis.actor.Address;
import dev.thespis.actor.CallException;
import dev.thespis.actor.Message;
import dev.thespis.actor.Namespace;
import dev.thespis.actor.Nursery;
import dev.thespis.remote.Peer;
import dev.thespis.remote.Services;
import dev.thespis.remote.Tcp;
import dev.thespis.remote.TcpServer;
import java.net.InetSocketAddress;
import java.util.HashMap;

/// Only `Login` is exposed. Who has logged in finds the services of an own account, on that connection alone.
public final class LoginFirst {
    private LoginFirst() {}

    @Namespace("examples")
    interface Entrance {
        record Login(String user, String password) implements Message<Entrance, Boolean> {}

        record Logout() implements Message<Entrance, Void> {}
    }

    public static void main(String[] args) throws Exception {
        try (var nursery = Nursery.open("bank")) {
            var porter = nursery.spawn(Entrance.class, self -> new Porter(nursery, self, new HashMap<>()));
            var login = Services.of(Entrance.class, porter).only(Entrance.Login.class);
            try (var server = TcpServer.listen(new InetSocketAddress("localhost", 0), peer -> peer.expose(login));
                    var ada = Tcp.connect("localhost", server.port());
                    var bob = Tcp.connect("localhost", server.port())) {
                report("Ada", ada);
                System.out.println("wrong password: " + login(ada, "Ada", "open up"));
                System.out.println("right password: " + login(ada, "Ada", "sesame"));
                report("Ada", ada);
                report("Bob", bob);
                System.out.println("right password: " + login(bob, "Bob", "sesame"));
                report("Bob", bob);
                ada.address(Entrance.class).call(new Entrance.Logout());
                report("Ada", ada);
            }
        }
    }

    private static boolean login(Peer peer, String user, String password) throws InterruptedException {
        return peer.address(Entrance.class).call(new Entrance.Login(user, password));
    }

    private static void report(String user, Peer peer) throws InterruptedException {
        Address<Counter> counter = peer.address(Counter.class);
        try {
            counter.call(new Counter.Add(5));
            System.out.println(user + ": the total is " + counter.call(new Counter.Show()));
        } catch (CallException e) {
            System.out.println(user + ": " + e.failure());
        }
    }
}
