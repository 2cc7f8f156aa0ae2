package dev.thespis.cli.reference;

import dev.thespis.actor.CallFailure;
import dev.thespis.cli.reference.Check.Mismatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// Checks of calls that go on at the same time, and of those that go the other way.
final class CallChecks {
    private static final int SLOW_MILLIS = 500;
    private static final int PARALLEL = 64;

    private CallChecks() {}

    static List<Check> all() {
        return List.of(
                new Check("Sleep replies its argument", CallChecks::sleep),
                new Check("a fast call overtakes a slow one", CallChecks::overtakes),
                new Check(PARALLEL + " calls at once get their own replies", CallChecks::parallel),
                new Check("a call that times out leaves the connection usable", CallChecks::timeout),
                new Check("CallBack calls Add here and replies Ok", CallChecks::callBack),
                new Check(PARALLEL + " CallBacks at once", CallChecks::callBacks),
                new Check("CallBack while other calls wait", CallChecks::callBackMeanwhile),
                new Check("SendBack sends Nops here", CallChecks::sendBack),
                new Check("replies of large calls both ways at once", CallChecks::largeParallel));
    }

    private static void sleep(Arena arena) throws Exception {
        arena.equal(20L, arena.remotes().call(new Sleeper.Sleep(20)));
    }

    private static void overtakes(Arena arena) throws Exception {
        var slow = arena.remotes().callAsync(new Sleeper.Sleep(SLOW_MILLIS));
        arena.equal("fast", arena.remotes().call(new Mirror.Echo("fast")));
        if (slow.isDone()) throw new Mismatch("the call that sleeps " + SLOW_MILLIS + " ms was replied to first");
        arena.equal((long) SLOW_MILLIS, await(arena, slow));
    }

    private static <R> R await(Arena arena, CompletableFuture<R> reply) throws Exception {
        return reply.get(arena.timeout().toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void parallel(Arena arena) throws Exception {
        var replies = new ArrayList<CompletableFuture<String>>();
        for (var n = 0; n < PARALLEL; n++) replies.add(arena.remotes().callAsync(new Mirror.Echo("call " + n)));
        for (var n = 0; n < PARALLEL; n++) arena.equal("call " + n, await(arena, replies.get(n)));
    }

    private static void timeout(Arena arena) throws Exception {
        try (var client = arena.fresh()) {
            arena.fails(
                    CallFailure.Timeout.class,
                    () -> client.remotes().call(new Sleeper.Sleep(SLOW_MILLIS), Duration.ofMillis(50)));
            arena.equal("still here", client.remotes().call(new Mirror.Echo("still here")));
        }
    }

    private static void callBack(Arena arena) throws Exception {
        try (var client = arena.fresh()) {
            arena.equal(new Result.Ok<>(1005L), client.remotes().call(new Back.CallBack(5)));
            arena.equal(new Result.Ok<>(1003L), client.remotes().call(new Back.CallBack(-2)));
            arena.equal(1003L, client.own().hub().call(new Hub.Show()));
        }
    }

    private static void callBacks(Arena arena) throws Exception {
        try (var client = arena.fresh()) {
            var replies = new ArrayList<CompletableFuture<Result<Long, String>>>();
            for (var n = 0; n < PARALLEL; n++) replies.add(client.remotes().callAsync(new Back.CallBack(1)));
            for (var reply : replies)
                if (await(arena, reply) instanceof Result.Err<Long, String> err) throw new Mismatch(err.error());
            arena.equal(Client.OWN_TOTAL + PARALLEL, client.own().hub().call(new Hub.Show()));
        }
    }

    private static void callBackMeanwhile(Arena arena) throws Exception {
        try (var client = arena.fresh()) {
            var slow = client.remotes().callAsync(new Sleeper.Sleep(SLOW_MILLIS));
            arena.equal(new Result.Ok<>(1001L), client.remotes().call(new Back.CallBack(1)));
            arena.equal((long) SLOW_MILLIS, await(arena, slow));
        }
    }

    private static void sendBack(Arena arena) throws Exception {
        try (var client = arena.fresh()) {
            arena.equal(100L, client.remotes().call(new Back.SendBack(100)));
            arena.settles(100L, () -> client.own().hub().call(new Hub.Count()));
        }
    }

    private static void largeParallel(Arena arena) throws Exception {
        var text = Samples.text(100_000);
        var replies = new ArrayList<CompletableFuture<String>>();
        for (var n = 0; n < 16; n++) replies.add(arena.remotes().callAsync(new Mirror.Echo(text)));
        for (var reply : replies) arena.equal(text, await(arena, reply));
    }
}
