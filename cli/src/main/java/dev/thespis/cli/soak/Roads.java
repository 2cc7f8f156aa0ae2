package dev.thespis.cli.soak;

import dev.thespis.actor.Backoff;
import dev.thespis.remote.Limits;
import dev.thespis.remote.LinkOptions;
import dev.thespis.remote.LinkOptions.InFlight;
import dev.thespis.remote.LinkOptions.Meeting;
import dev.thespis.remote.LinkOptions.WhileDown;
import dev.thespis.remote.Pauses;
import dev.thespis.remote.PeerOptions;
import java.time.Duration;

/// How the peers are set up: as by default, but sooner to notice that the other side is gone, since much goes wrong in
/// little time.
final class Roads {
    static final Duration CALL_DEADLINE = Duration.ofSeconds(20);

    static final Limits LIMITS = Limits.defaults()
            .withPingAfter(Duration.ofSeconds(4))
            .withPongWithin(Duration.ofSeconds(6))
            .withWriteTime(Duration.ofSeconds(15))
            .withCallDeadline(CALL_DEADLINE);

    private static final int REQUESTS = 10_000;

    private Roads() {}

    static LinkOptions link(String name) {
        return LinkOptions.defaults()
                .withPeers(PeerOptions.defaults().withName(name).withLimits(LIMITS))
                .withPauses(Pauses.defaults().withBackoff(new Backoff(Duration.ofMillis(50), Duration.ofSeconds(1))))
                .withMeeting(new Meeting(Duration.ofSeconds(5), Duration.ofSeconds(5), Meeting.Silence.FAILED))
                .withWhileDown(new WhileDown.Wait(Duration.ofSeconds(10), REQUESTS))
                .withInFlight(InFlight.RETRY_IDEMPOTENT);
    }
}
