package dev.thespis.cli.attack;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;

/// Begins frames and does not complete them.
record HalfFrames() implements Attack {
    private static final int MOST = 100;
    private static final int[] CUTS = {1, 7, 8, 23, 24, 25, 1_000};

    @Override
    public String name() {
        return "half-frames";
    }

    @Override
    public String what() {
        return "frames that claim 4 MB and are never completed";
    }

    @Override
    public Reaction run(Ground ground) throws IOException, InterruptedException {
        var whole = Attacker.header(4_000_000, 7, 1, 1_000).array();
        var attackers = new ArrayList<Attacker>();
        var sent = 0L;
        for (var n = 0; n < Math.min(MOST, ground.connections()); n++) {
            var attacker = ground.attacker();
            attackers.add(attacker);
            var bytes = Arrays.copyOf(whole, CUTS[n % CUTS.length]);
            attacker.send(bytes);
            sent += bytes.length;
        }
        for (var attacker : attackers) attacker.awaitClosed(ground.endNanos());
        var open = attackers.stream().filter(attacker -> !attacker.isClosed()).count();
        if (open == 0) return new Reaction.CutOff(sent, ground.millis(), attackers.size() + " connections");
        return new Reaction.Ignored(open + " of " + attackers.size() + " are still open after " + ground.millis()
                + " ms; ours has 10 s for the first frame, 30 s for others");
    }
}
