package dev.thespis.cli.reference;

import dev.thespis.actor.CallFailure;
import dev.thespis.remote.RemoteInfo;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;

/// Checks of what must go wrong, and of the connection being usable afterwards.
final class ErrorChecks {
    private ErrorChecks() {}

    static List<Check> all() {
        return List.of(
                new Check("Unset has no handler: unknown service", ErrorChecks::unset),
                new Check("a name nobody knows: unknown service", ErrorChecks::unknown),
                new Check("Dead: its actor is gone", arena -> refused(arena, "Dead", "f6", gone(arena))),
                new Check(
                        "BadReturn: internal server error",
                        arena -> refused(arena, "BadReturn", "f6", CallFailure.HandlerFailed.class)),
                new Check("Boom and what follows: internal server error", ErrorChecks::boom),
                new Check("Boom stays within its connection", ErrorChecks::boomElsewhere),
                new Check("payload of another type: not decodable", arena -> undecodable(arena, "Add", "6161")),
                new Check("payload with a byte too many: not decodable", arena -> undecodable(arena, "Add", "0303")),
                new Check("payload that ends too early: not decodable", arena -> undecodable(arena, "Echo", "6568")),
                new Check("payload with invalid UTF-8: not decodable", arena -> undecodable(arena, "Echo", "61ff")),
                new Check("payload for a unit message: not decodable", arena -> undecodable(arena, "Show", "01")),
                new Check("no payload: not decodable", arena -> undecodable(arena, "Add", "")),
                new Check("a send that goes wrong is not answered", ErrorChecks::sends));
    }

    private static void unset(Arena arena) throws Exception {
        arena.fails(CallFailure.UnknownService.class, () -> arena.remotes().call(new Remotes.Unset()));
        works(arena);
    }

    private static void unknown(Arena arena) throws Exception {
        refused(arena, "NoSuchService", "f6", CallFailure.UnknownService.class);
    }

    private static void undecodable(Arena arena, String name, String payload) throws Exception {
        refused(arena, name, payload, CallFailure.Undecodable.class);
    }

    private static void refused(Arena arena, String name, String payload, Class<? extends CallFailure> failure)
            throws Exception {
        var service = arena.client().peer().service("remotes", name);
        arena.fails(failure, () -> service.call(HexFormat.of().parseHex(payload), arena.timeout()));
        works(arena);
    }

    /// How a call fails whose actor has stopped: the original says no more than that something is wrong.
    private static Class<? extends CallFailure> gone(Arena arena) throws IOException {
        return arena.client().peer().remote() instanceof RemoteInfo.Greeted
                ? CallFailure.ActorStopped.class
                : CallFailure.HandlerFailed.class;
    }

    private static void works(Arena arena) throws Exception {
        arena.equal("still here", arena.remotes().call(new Mirror.Echo("still here")));
    }

    private static void boom(Arena arena) throws Exception {
        try (var client = arena.fresh()) {
            client.remotes().call(new Bomb.Ping());
            arena.fails(CallFailure.HandlerFailed.class, () -> client.remotes().call(new Bomb.Boom()));
            arena.fails(gone(arena), () -> client.remotes().call(new Bomb.Ping()));
            arena.fails(gone(arena), () -> client.remotes().call(new Bomb.Boom()));
            arena.equal("still here", client.remotes().call(new Mirror.Echo("still here")));
        }
    }

    private static void boomElsewhere(Arena arena) throws Exception {
        try (var victim = arena.fresh();
                var other = arena.fresh()) {
            arena.fails(CallFailure.HandlerFailed.class, () -> victim.remotes().call(new Bomb.Boom()));
            other.remotes().call(new Bomb.Ping());
        }
    }

    private static void sends(Arena arena) throws Exception {
        var peer = arena.client().peer();
        arena.remotes().send(new Remotes.Unset());
        peer.service("remotes", "NoSuchService").send(HexFormat.of().parseHex("f6"));
        peer.service("remotes", "Add").send(HexFormat.of().parseHex("6161"));
        peer.service("remotes", "Dead").send(HexFormat.of().parseHex("f6"));
        works(arena);
    }
}
