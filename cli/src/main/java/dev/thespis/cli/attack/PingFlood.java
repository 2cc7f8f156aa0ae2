package dev.thespis.cli.attack;

import java.io.IOException;

/// Sends pings as fast as they are taken.
record PingFlood() implements Attack {
    @Override
    public String name() {
        return "ping-flood";
    }

    @Override
    public String what() {
        return "pings without end";
    }

    @Override
    public Reaction run(Ground ground) throws IOException, InterruptedException {
        var greeted = ground.greeted();
        if (greeted == null) return Ground.NO_HELLO;
        var attacker = greeted.attacker();
        var flood = new Flood(ground, attacker);
        var end = flood.run(
                nonce -> attacker.control("Ping", Control.Ping.class, new Control.Ping(nonce)), ground.endNanos());
        return switch (end) {
            case CUT_OFF -> flood.cutOff("%,d pings".formatted(flood.steps()));
            case STUCK -> new Reaction.HeldBack(attacker.sentBytes());
            case TIME_OVER -> new Reaction.Wrong("it took all of %,d pings".formatted(flood.steps()));
        };
    }
}
