package dev.thespis.cli.reference;

import dev.thespis.actor.Actor;
import dev.thespis.actor.Handlers;

/// Handles [Hub].
final class HubActor implements Actor<Hub> {
    private long total;
    private long nops;
    private long numbers;
    private long early;
    private long last;

    HubActor(long total) {
        this.total = total;
    }

    @Override
    public Handlers<Hub> handlers() {
        return Handlers.of(Hub.class)
                .on(Hub.Add.class, add -> total += add.n())
                .on(Hub.Show.class, show -> total)
                .run(Hub.Reset.class, reset -> reset())
                .run(Hub.Nop.class, nop -> nops++)
                .on(Hub.Count.class, count -> nops)
                .run(Hub.Seq.class, this::number)
                .on(Hub.SeqReport.class, report -> new Hub.Order(numbers, early));
    }

    private void reset() {
        total = 0;
        nops = 0;
        numbers = 0;
        early = 0;
        last = 0;
    }

    private void number(Hub.Seq seq) {
        if (numbers > 0 && Long.compareUnsigned(seq.n(), last) < 0) early++;
        numbers++;
        last = seq.n();
    }
}
