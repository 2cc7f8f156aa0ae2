package dev.thespis.cli.attack;

import java.io.IOException;

/// Calls for large replies, and never reads one.
record NeverReads() implements Attack {
    private static final long SUSPICIOUS_CALLS = 20_000;

    @Override
    public String name() {
        return "never-reads";
    }

    @Override
    public String what() {
        return "calls for 64 kB each, reads no answer";
    }

    @Override
    public Reaction run(Ground ground) throws IOException, InterruptedException {
        var attacker = ground.deafAttacker();
        var flood = new Flood(ground, attacker);
        var end = flood.run(cid -> attacker.send(Attacker.frame("Fill", cid, "19fa00")), ground.endNanos());
        return switch (end) {
            case CUT_OFF -> flood.cutOff("");
            case STUCK -> new Reaction.HeldBack(attacker.sentBytes());
            case TIME_OVER ->
                flood.steps() > SUSPICIOUS_CALLS
                        ? new Reaction.Wrong("it has taken %,d calls, and holds their replies".formatted(flood.steps()))
                        : new Reaction.Ignored("%,d calls taken until now".formatted(flood.steps()));
        };
    }
}
