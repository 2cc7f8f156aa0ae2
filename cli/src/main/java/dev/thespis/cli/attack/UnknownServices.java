package dev.thespis.cli.attack;

import java.io.IOException;

/// Calls ids that nobody has given out.
record UnknownServices() implements Attack {
    private static final long SCATTER = 0x9E3779B97F4A7C15L;

    @Override
    public String name() {
        return "unknown-services";
    }

    @Override
    public String what() {
        return "calls random service ids";
    }

    @Override
    public Reaction run(Ground ground) throws IOException, InterruptedException {
        return Guesses.run(ground, number -> (number + 1) * SCATTER);
    }
}
