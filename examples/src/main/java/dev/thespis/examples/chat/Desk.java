package dev.thespis.examples.chat;

import dev.thespis.actor.Actor;
import dev.thespis.actor.Address;
import dev.thespis.actor.CallException;
import dev.thespis.actor.CallFailure;
import dev.thespis.actor.Handlers;
import java.time.Duration;

/// Serves one user, and knows which: what it says for that user is true whatever the client sends. If it waits for
/// another client, nobody waits but this user.
record Desk(String name, Address<Hall> hall) implements Actor<Member> {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Override
    public Handlers<Member> handlers() {
        return Handlers.of(Member.class)
                .on(Member.Rooms.class, ask -> hall.call(new Hall.Rooms()))
                .on(Member.Who.class, ask -> hall.call(new Hall.Who()))
                .on(Member.Enter.class, this::enter)
                .on(Member.Leave.class, leave -> hall.call(new Hall.Leave(name, leave.room())))
                .on(Member.Say.class, this::say)
                .on(Member.Find.class, this::find);
    }

    private Answer<Member.Entered> enter(Member.Enter enter) throws InterruptedException {
        if (!Text.isName(enter.room())) return new Answer.No<>(Text.notAName(enter.room()));
        return hall.call(new Hall.Enter(name, enter.room()));
    }

    private Answer<Long> say(Member.Say say) throws InterruptedException {
        if (!Text.isLine(say.text())) return new Answer.No<>(Text.NOT_A_LINE);
        return hall.call(new Hall.Say(name, say.room(), say.text()));
    }

    private Answer<Address<Inbox>> find(Member.Find find) throws InterruptedException {
        var door = hall.call(new Hall.DoorOf(find.name()));
        if (door.isEmpty()) return new Answer.No<>(find.name() + " is not here");
        try {
            return door.get().call(new Door.Introduce(name), PATIENCE);
        } catch (CallException e) {
            var gone = e.failure() instanceof CallFailure.ConnectionLost;
            return new Answer.No<>(find.name() + (gone ? " is not here" : " does not answer"));
        }
    }
}
