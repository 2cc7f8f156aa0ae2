package dev.thespis.examples;

import dev.thespis.actor.Actor;
import dev.thespis.actor.Address;
import dev.thespis.actor.CallException;
import dev.thespis.actor.Handlers;
import dev.thespis.actor.Message;
import dev.thespis.actor.Namespace;
import dev.thespis.actor.Nursery;
import dev.thespis.remote.Attributes;
import dev.thespis.remote.Caller;
import dev.thespis.remote.Services;
import dev.thespis.remote.Tcp;
import dev.thespis.remote.TcpServer;
import java.net.InetSocketAddress;

/// Only the entrance is exposed. Who has logged in there finds the account's services, on that connection alone.
public final class LoginFirst {
    private LoginFirst() {}

    private static final Attributes.Key<String> USER = Attributes.Key.of("user", "");

    @Namespace("examples")
    interface Entrance {
        record Login(String user, String password) implements Message<Entrance, Boolean> {}

        record Logout() implements Message<Entrance, Void> {}
    }

    record Porter(Services account) implements Actor<Entrance> {
        @Override
        public Handlers<Entrance> handlers() {
            return Handlers.of(Entrance.class)
                    .on(Entrance.Login.class, login -> {
                        var caller = Caller.current();
                        if (!caller.attributes().get(USER).isEmpty()) return false; // somebody is in already
                        if (!login.password().equals("sesame")) return false;
                        caller.attributes().set(USER, login.user());
                        caller.peer().expose(account);
                        return true;
                    })
                    .run(Entrance.Logout.class, logout -> {
                        var caller = Caller.current();
                        if (caller.attributes().get(USER).isEmpty()) return;
                        caller.attributes().clear(USER);
                        caller.peer().withdraw(account);
                    });
        }
    }

    public static void main(String[] args) throws Exception {
        try (var nursery = Nursery.open("bank")) {
            var account = Services.of(Counter.class, nursery.spawn(Counter.class, Tally::new));
            var entrance = Services.of(Entrance.class, nursery.spawn(Entrance.class, () -> new Porter(account)));
            try (var server = TcpServer.listen(new InetSocketAddress("localhost", 0), peer -> peer.expose(entrance));
                    var peer = Tcp.connect("localhost", server.port())) {
                var porter = peer.address(Entrance.class);
                var counter = peer.address(Counter.class);
                report(counter);
                System.out.println("wrong password: " + porter.call(new Entrance.Login("Ada", "open up")));
                System.out.println("right password: " + porter.call(new Entrance.Login("Ada", "sesame")));
                report(counter);
                porter.call(new Entrance.Logout());
                report(counter);
            }
        }
    }

    private static void report(Address<Counter> counter) throws InterruptedException {
        try {
            counter.call(new Counter.Add(5));
            System.out.println("the total is " + counter.call(new Counter.Show()));
        } catch (CallException e) {
            System.out.println(e.failure());
        }
    }
}
