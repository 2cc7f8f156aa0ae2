package dev.thespis.cli.attack;

import java.io.IOException;
import java.util.List;

/// One way to misbehave towards a server that exposes the reference services.
public sealed interface Attack
        permits NeverReads,
                IgnoresCredit,
                CreditOverflow,
                Lengths,
                HalfFrames,
                HalfHandshakes,
                UnknownServices,
                CapabilityGuesses,
                UnaskedReplies,
                CancelStorm,
                PingFlood,
                MapHeaders,
                SilentConnections {
    /// What it is called on the command line.
    ///
    /// @return words with hyphens
    String name();

    /// What is done.
    ///
    /// @return part of a sentence
    String what();

    /// Does it.
    ///
    /// @param ground where; everything that is opened there is closed by whoever gave it
    /// @return what the server did
    /// @throws IOException if there is no connection to begin with
    /// @throws InterruptedException if interrupted
    Reaction run(Ground ground) throws IOException, InterruptedException;

    /// All of them, in the order in which they are run.
    ///
    /// @return one of each
    static List<Attack> all() {
        return List.of(
                new NeverReads(),
                new IgnoresCredit(),
                new CreditOverflow(),
                new Lengths(),
                new HalfFrames(),
                new HalfHandshakes(),
                new UnknownServices(),
                new CapabilityGuesses(),
                new UnaskedReplies(),
                new CancelStorm(),
                new PingFlood(),
                new MapHeaders(),
                new SilentConnections());
    }
}
