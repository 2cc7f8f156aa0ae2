package dev.thespis.examples.chat;

import dev.thespis.actor.Actor;
import dev.thespis.actor.Address;
import dev.thespis.actor.Handlers;
import dev.thespis.remote.Attributes;
import dev.thespis.remote.Caller;
import java.util.List;

/// Lets users in. Its handlers run at the same time: a password takes a while to check, and nobody waits for another.
record Porter(Accounts accounts, Address<Hall> hall) implements Actor<Entrance> {
    private static final int TRIES = 3;
    private static final Attributes.Key<Integer> TRIED = Attributes.Key.of("logins tried", 0);

    @Override
    public Handlers<Entrance> handlers() {
        return Handlers.of(Entrance.class).concurrent(Entrance.Login.class, this::admit);
    }

    private Answer<List<String>> admit(Entrance.Login login) throws Exception {
        var caller = Caller.current();
        if (caller.attributes().update(TRIED, tried -> Math.min(tried, TRIES) + 1) > TRIES)
            return new Answer.No<>("that was tried " + TRIES + " times; connect again");
        if (!Text.isName(login.name())) return new Answer.No<>(Text.notAName(login.name()));
        if (login.password().isEmpty() || login.password().length() > Text.MOST)
            return new Answer.No<>("a password has 1 to " + Text.MOST + " characters");
        return switch (accounts.check(login.name(), login.password())) {
            case Answer.No<String> no -> new Answer.No<>(no.why());
            case Answer.Yes<String> yes -> hall.call(new Hall.Arrive(yes.value(), login.door(), caller.peer()));
        };
    }
}
