package dev.thespis.cli.bench;

import dev.thespis.actor.Actor;
import dev.thespis.actor.Handlers;

/// Handles [Load], one message at a time, as most actors do.
final class LoadActor implements Actor<Load> {
    private long sunk;

    @Override
    public Handlers<Load> handlers() {
        return Handlers.of(Load.class)
                .on(Load.Echo.class, Load.Echo::data)
                .run(Load.Sink.class, sink -> sunk++)
                .on(Load.Sunk.class, ask -> sunk)
                .on(Load.CpuNanos.class, ask -> Cpu.nanos());
    }
}
