package dev.thespis.examples;

import dev.thespis.actor.Actor;
import dev.thespis.actor.Handlers;
import dev.thespis.actor.Message;
import dev.thespis.actor.Nursery;
import java.util.concurrent.CyclicBarrier;

/// Handlers that need no state may run beside each other: two calls of one actor that meet.
public final class ConcurrentHandlers {
    private ConcurrentHandlers() {}

    interface Meeting {
        record Arrive(String who) implements Message<Meeting, String> {}

        record Arrivals() implements Message<Meeting, Integer> {}
    }

    static final class Room implements Actor<Meeting> {
        private final CyclicBarrier both = new CyclicBarrier(2);
        private int asked;

        @Override
        public Handlers<Meeting> handlers() {
            return Handlers.of(Meeting.class)
                    .concurrent(Meeting.Arrive.class, this::arrive) // each on a virtual thread of its own
                    .on(Meeting.Arrivals.class, ask -> ++asked); // one at a time, so it may use the state
        }

        private String arrive(Meeting.Arrive arrive) throws Exception {
            both.await();
            return arrive.who() + " has met somebody";
        }
    }

    public static void main(String[] args) throws Exception {
        try (var nursery = Nursery.open("meeting")) {
            var room = nursery.spawn(Meeting.class, Room::new);
            var ada = room.callAsync(new Meeting.Arrive("Ada"));
            var bob = room.callAsync(new Meeting.Arrive("Bob"));
            System.out.println(ada.get());
            System.out.println(bob.get());
            System.out.println("asked " + room.call(new Meeting.Arrivals()));
        }
    }
}
