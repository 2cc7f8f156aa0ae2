package dev.thespis.examples.chat;

import dev.thespis.actor.Actor;
import dev.thespis.actor.Address;
import dev.thespis.actor.Ending;
import dev.thespis.actor.Handlers;
import dev.thespis.actor.Nursery;
import dev.thespis.remote.Attributes;
import dev.thespis.remote.Peer;
import dev.thespis.remote.Services;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Who is here, and in which rooms. Nothing that it does waits for a client.
///
/// @param self its own address, for the actors that it spawns
record HallActor(Nursery nursery, Address<Hall> self, Map<String, User> users, Map<String, Room> rooms)
        implements Actor<Hall> {
    /// Who has logged in on a connection.
    static final Attributes.Key<String> USER = Attributes.Key.of("user", "");

    private static final int MOST_ROOMS = 100;
    private static final int MOST_ROOMS_OF_ONE = 10;

    record User(Peer peer, Address<Door> door, Address<Member> desk) {}

    static Address<Hall> spawn(Nursery nursery) {
        return nursery.spawn(Hall.class, self -> new HallActor(nursery, self, new TreeMap<>(), new TreeMap<>()));
    }

    @Override
    public Handlers<Hall> handlers() {
        return Handlers.of(Hall.class)
                .on(Hall.Arrive.class, this::arrive)
                .run(Hall.Depart.class, depart -> depart(depart.peer()))
                .on(Hall.Enter.class, this::enter)
                .on(Hall.Leave.class, this::leave)
                .on(Hall.Say.class, this::say)
                .on(Hall.Rooms.class, ask -> List.copyOf(rooms.keySet()))
                .on(Hall.Who.class, ask -> who())
                .on(Hall.DoorOf.class, ask -> present(ask.name()).map(User::door));
    }

    private Answer<List<String>> arrive(Hall.Arrive arrive) throws InterruptedException {
        var peer = arrive.peer();
        // One that is open ends later, and is told to depart later still: nobody stays behind.
        if (!peer.isOpen()) return new Answer.No<>("the connection has ended");
        if (!peer.attributes().get(USER).isEmpty()) return new Answer.No<>("you are logged in already");
        if (present(arrive.name()).isPresent()) return new Answer.No<>(arrive.name() + " is here already");
        var before = users.get(arrive.name());
        if (before != null) depart(before.peer());
        var desk = nursery.spawn(Member.class, () -> new Desk(arrive.name(), self));
        users.put(arrive.name(), new User(peer, arrive.door(), desk));
        peer.attributes().set(USER, arrive.name());
        peer.withdraw("chat", "Login");
        peer.expose(Services.of(Member.class, desk));
        return new Answer.Yes<>(who());
    }

    /// A user who can be reached. One whose connection has ended is here no more, though nobody may have said so yet.
    private Optional<User> present(String name) {
        return Optional.ofNullable(users.get(name)).filter(user -> user.peer().isOpen());
    }

    private List<String> who() {
        return users.keySet().stream().filter(name -> present(name).isPresent()).toList();
    }

    private void depart(Peer peer) throws InterruptedException {
        var name = peer.attributes().get(USER);
        var user = users.get(name);
        if (user == null || user.peer() != peer) return; // nobody had logged in, or has come back meanwhile
        users.remove(name);
        for (var room : List.copyOf(rooms.keySet())) leave(name, room);
        var unused = nursery.stop(user.desk(), Ending.CANCEL);
    }

    private Answer<Member.Entered> enter(Hall.Enter enter) throws InterruptedException {
        var user = users.get(enter.name());
        if (user == null) return new Answer.No<>("you have left");
        var there = rooms.get(enter.room());
        if (there != null && there.has(enter.name())) return new Answer.No<>("you are in " + enter.room() + " already");
        if (roomsOf(enter.name()) == MOST_ROOMS_OF_ONE)
            return new Answer.No<>("you are in " + MOST_ROOMS_OF_ONE + " rooms; leave one");
        if (there == null && rooms.size() == MOST_ROOMS) return new Answer.No<>("there are no more rooms");
        var room = rooms.computeIfAbsent(enter.room(), Room::new);
        return new Answer.Yes<>(room.enter(enter.name(), user.peer()));
    }

    private long roomsOf(String name) {
        return rooms.values().stream().filter(room -> room.has(name)).count();
    }

    private Answer<String> leave(Hall.Leave leave) throws InterruptedException {
        return leave(leave.name(), leave.room()) ? new Answer.Yes<>(leave.room()) : notThere(leave.room());
    }

    private boolean leave(String name, String called) throws InterruptedException {
        var room = rooms.get(called);
        if (room == null || !room.leave(name)) return false;
        if (room.isEmpty()) {
            rooms.remove(called);
            room.close();
        }
        return true;
    }

    private Answer<Long> say(Hall.Say say) throws InterruptedException {
        var room = rooms.get(say.room());
        if (room == null || !room.has(say.name())) return notThere(say.room());
        return new Answer.Yes<>(room.say(say.name(), say.text()));
    }

    private static <T> Answer<T> notThere(String room) {
        return new Answer.No<>("you are not in " + room);
    }
}
