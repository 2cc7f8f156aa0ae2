package dev.thespis.cli.attack;

import java.io.IOException;
import java.nio.ByteBuffer;

/// Sends pings as fast as they are taken.
record PingFlood() implements Attack {
    private static final int AT_ONCE = 500;

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
        var ping = Attacker.control("Ping", Control.PING, new Control.Ping(7));
        var many = ByteBuffer.allocate(AT_ONCE * ping.length);
        while (many.hasRemaining()) many.put(ping);
        var end = flood.run(number -> attacker.send(many.array()), ground.endNanos());
        return switch (end) {
            case CUT_OFF -> flood.cutOff("%,d pings".formatted(AT_ONCE * flood.steps()));
            case STUCK -> new Reaction.HeldBack(attacker.sentBytes());
            case TIME_OVER -> new Reaction.Wrong("it took all of %,d pings".formatted(AT_ONCE * flood.steps()));
        };
    }
}
