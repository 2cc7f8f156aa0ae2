package dev.thespis.examples;

import dev.thespis.actor.Actor;
import dev.thespis.actor.Address;
import dev.thespis.actor.Handlers;
import dev.thespis.actor.Nursery;
import dev.thespis.examples.LoginFirst.Entrance;
import dev.thespis.remote.Attributes;
import dev.thespis.remote.Caller;
import dev.thespis.remote.Services;
import java.util.Map;

/// Lets users in, and opens an account for each: a counter, and the message to log out.
///
/// @param nursery where the accounts live
/// @param self the porter's own address
/// @param accounts of the users so far
record Porter(Nursery nursery, Address<Entrance> self, Map<String, Services> accounts) implements Actor<Entrance> {
    private static final Attributes.Key<String> USER = Attributes.Key.of("user", "");

    @Override
    public Handlers<Entrance> handlers() {
        return Handlers.of(Entrance.class)
                .on(Entrance.Login.class, login -> {
                    var caller = Caller.current();
                    if (!caller.attributes().get(USER).isEmpty()) return false; // somebody is in already
                    if (!login.password().equals("sesame")) return false;
                    caller.attributes().set(USER, login.user());
                    caller.peer().expose(accounts.computeIfAbsent(login.user(), user -> open()));
                    return true;
                })
                .run(Entrance.Logout.class, logout -> {
                    var caller = Caller.current();
                    var account = accounts.get(caller.attributes().get(USER));
                    if (account == null) return; // it has logged out already
                    caller.attributes().clear(USER);
                    caller.peer().withdraw(account);
                });
    }

    private Services open() {
        var counter = nursery.spawn(Counter.class, Tally::new);
        return Services.in("examples")
                .add(Counter.class, counter)
                .message(Entrance.Logout.class, self)
                .build();
    }
}
