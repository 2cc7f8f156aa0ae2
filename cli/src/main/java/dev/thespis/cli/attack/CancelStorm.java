package dev.thespis.cli.attack;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;

/// Makes calls and cancels them at once, as far as there is credit; then cancels calls that were never made.
record CancelStorm() implements Attack {
    @Override
    public String name() {
        return "cancel-storm";
    }

    @Override
    public String what() {
        return "calls and cancels at once, then cancels what was never called";
    }

    @Override
    public Reaction run(Ground ground) throws IOException, InterruptedException {
        var greeted = ground.greeted();
        if (greeted == null) return Ground.NO_HELLO;
        var attacker = greeted.attacker();
        var calls = new AtomicLong();
        var atOnce = Math.max(1, greeted.hello().windowMessages() / 2);
        var half = System.nanoTime() + (ground.endNanos() - System.nanoTime()) / 2;
        var end = new Flood(ground, attacker)
                .run(
                        cid -> {
                            if (!attacker.awaitAnswers(cid - atOnce, half)) return;
                            attacker.send(Attacker.frame("Sleep", cid, "1a000927c0"));
                            calls.incrementAndGet();
                            cancel(attacker, cid);
                        },
                        half);
        if (end != Flood.End.TIME_OVER)
            return new Reaction.Wrong(
                    "it closed after %,d calls that were cancelled, as each may be".formatted(calls.get()));
        var flood = new Flood(ground, attacker);
        var after = flood.run(cid -> cancel(attacker, -cid), ground.endNanos());
        return after == Flood.End.TIME_OVER
                ? new Reaction.Wrong("it took %,d cancels of calls that were never made".formatted(flood.steps()))
                : flood.cutOff("%,d calls were cancelled before".formatted(calls.get()));
    }

    private static void cancel(Attacker attacker, long cid) throws IOException {
        attacker.send(Attacker.control("Cancel", Control.CANCEL, new Control.Cancel(cid)));
    }
}
