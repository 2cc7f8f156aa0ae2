package dev.thespis.cli.attack;

import dev.thespis.cli.dial.Dial;
import dev.thespis.remote.Peer;
import dev.thespis.remote.PeerOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;

/// Runs attacks on a server, one after the other, each beside a well-behaved connection.
///
/// *Limits.* Each attack ends after its time, a call of the well-behaved connection after 5 s more at most.
///
/// @param server what is attacked
/// @param dial how to connect to it
/// @param time how long each attack may take
/// @param connections how many connections each may open
public record Siege(InetSocketAddress server, Dial dial, Duration time, int connections) {
    /// What came of an attack.
    ///
    /// @param attack which one
    /// @param what was done
    /// @param verdict `PASSED`, `FAILED` or `SKIPPED`
    /// @param reaction of the server
    /// @param othersCalls how many calls of the well-behaved connection were answered meanwhile
    /// @param othersP99Micros the time that one in a hundred of them took longer than
    /// @param othersFailure why one was not answered, or nothing
    public record Outcome(
            String attack,
            String what,
            Verdict verdict,
            String reaction,
            int othersCalls,
            long othersP99Micros,
            String othersFailure) {}

    /// Whether a server has stood an attack.
    public enum Verdict {
        /// It did what it should, and others were answered.
        PASSED,
        /// It did not, or they were not.
        FAILED,
        /// It can't be attacked so.
        SKIPPED
    }

    /// Runs one attack.
    ///
    /// @param attack which one
    /// @return what came of it
    /// @throws IOException if there is no connection to begin with
    /// @throws InterruptedException if interrupted; all connections are closed
    public Outcome run(Attack attack) throws IOException, InterruptedException {
        try (var good = dial.connect(server, PeerOptions.defaults(), peer -> {})) {
            return run(attack, good);
        }
    }

    private Outcome run(Attack attack, Peer good) throws InterruptedException {
        var bystander = new Bystander(good);
        var reaction = reaction(attack);
        var seen = bystander.end();
        return new Outcome(
                attack.name(),
                attack.what(),
                verdict(reaction, seen),
                reaction.describe(),
                seen.calls(),
                seen.p99Micros(),
                seen.failure());
    }

    private Reaction reaction(Attack attack) throws InterruptedException {
        try (var ground = new Ground(server, dial, time, connections)) {
            return attack.run(ground);
        } catch (IOException e) {
            return new Reaction.Wrong("it can't be attacked any further: " + e.getMessage());
        }
    }

    private static Verdict verdict(Reaction reaction, Bystander.Seen others) {
        if (!others.isWell()) return Verdict.FAILED;
        return switch (reaction) {
            case Reaction.Answered answered -> Verdict.PASSED;
            case Reaction.CutOff cutOff -> Verdict.PASSED;
            case Reaction.HeldBack heldBack -> Verdict.PASSED;
            case Reaction.Ignored ignored -> Verdict.PASSED;
            case Reaction.Inapplicable inapplicable -> Verdict.SKIPPED;
            case Reaction.Wrong wrong -> Verdict.FAILED;
        };
    }
}
