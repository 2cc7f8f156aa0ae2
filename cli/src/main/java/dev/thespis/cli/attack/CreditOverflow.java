package dev.thespis.cli.attack;

import dev.thespis.wire.ServiceId;
import java.io.IOException;
import java.util.List;

/// Gives back credit that was never taken.
record CreditOverflow() implements Attack {
    private static final long SID = ServiceId.of("remotes", "Add").value();

    @Override
    public String name() {
        return "credit-overflow";
    }

    @Override
    public String what() {
        return "gives back credit that was not taken, up to 2^63-1";
    }

    @Override
    public Reaction run(Ground ground) throws IOException, InterruptedException {
        var sent = 0L;
        for (var credit : List.of(
                new Control.Credit(SID, Long.MAX_VALUE, Long.MAX_VALUE),
                new Control.Credit(SID, 1, 0),
                new Control.Credit(SID, 0, 1),
                new Control.Credit(SID, -1, -1),
                new Control.Credit(0, 1, 1))) {
            var greeted = ground.greeted();
            if (greeted == null) return Ground.NO_HELLO;
            var attacker = greeted.attacker();
            attacker.send(Attacker.control("Credit", Control.CREDIT, credit));
            if (!attacker.awaitClosed(ground.endNanos())) return new Reaction.Wrong("it accepted " + credit);
            sent += attacker.sentBytes();
        }
        return new Reaction.CutOff(sent, ground.millis(), "5 of 5 connections");
    }
}
