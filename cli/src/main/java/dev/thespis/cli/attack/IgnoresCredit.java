package dev.thespis.cli.attack;

import java.io.IOException;

/// Calls a service that takes long, more often than the server gives credit for.
record IgnoresCredit() implements Attack {
    @Override
    public String name() {
        return "ignores-credit";
    }

    @Override
    public String what() {
        return "calls beyond the window";
    }

    @Override
    public Reaction run(Ground ground) throws IOException, InterruptedException {
        var greeted = ground.greeted();
        if (greeted == null) return Ground.NO_HELLO;
        var attacker = greeted.attacker();
        var window = greeted.hello().windowMessages();
        try {
            for (var cid = 1; cid <= window + 1; cid++) attacker.send(Attacker.frame("Sleep", cid, "1a000927c0"));
        } catch (IOException e) {
            // it has been cut off already
        }
        if (attacker.awaitClosed(ground.endNanos()))
            return new Reaction.CutOff(attacker.sentBytes(), ground.millis(), "its window is " + window + " messages");
        return new Reaction.Wrong("it took " + (window + 1) + " calls at once, its window is " + window);
    }
}
