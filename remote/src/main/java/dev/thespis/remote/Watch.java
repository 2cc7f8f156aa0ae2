package dev.thespis.remote;

import dev.thespis.actor.CallFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;

/// The time limits of one connection: calls, first frame, slow frames, silence.
///
/// It is one alarm for all of them, set to the earliest time at which something may be due; a call sets it anew only
/// if it is due earlier. So calls that are answered in time leave nothing behind, however many they are. Alarms of all
/// connections ring on one thread, which ends when no connection is left; nothing done there waits.
final class Watch extends AlarmClock.Alarm {
    static final AlarmClock CLOCK = new AlarmClock("thespis-timer");

    /// How long the other side's first frame is waited for before requests go without credit: a legacy server never
    /// says anything by itself.
    private static final long FIRST_FRAME_NANOS = TimeUnit.SECONDS.toNanos(1);

    /// When to look again while the reader is busy, so that it can't be told who is slow.
    private static final long AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);

    /// How long after some work to look whether it was the last for a while, and memory can be given back.
    private static final long REST_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final long SOONEST_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Connection connection;
    private final Connection.Side side;
    private final long startNanos = System.nanoTime();

    // Guarded by the monitor, under which no lock but the clock's is taken; `nextNanos` may be looked at without:
    private boolean stopped;
    private volatile long nextNanos = startNanos + Long.MAX_VALUE / 2;

    Watch(Connection connection, Connection.Side side) {
        this.connection = connection;
        this.side = side;
    }

    void start() {
        check();
    }

    /// Something is due then, perhaps earlier than anything so far.
    void due(long nanos) {
        if (nanos - nextNanos >= 0) return;
        synchronized (this) {
            if (nanos - nextNanos < 0) set(nanos);
        }
    }

    /// Something was made that is to be given back when it is not needed any more.
    void busy() {
        due(System.nanoTime() + REST_NANOS);
    }

    synchronized void stop() {
        stopped = true;
        CLOCK.cancel(this);
    }

    /// How many alarms of all connections will ring.
    static int alarms() {
        return CLOCK.size();
    }

    /// Whether no alarm will ring.
    boolean isIdle() {
        return !CLOCK.isSet(this);
    }

    private void set(long nanos) {
        if (stopped) return;
        nextNanos = nanos;
        var now = System.nanoTime();
        CLOCK.set(this, now + Math.max(nanos - now, SOONEST_NANOS));
    }

    @Override
    void rings() {
        check();
    }

    /// Looks at all limits and sets the next alarm.
    private void check() {
        synchronized (this) {
            if (stopped) return;
            // calls that come from here on see a time that is far, and set the alarm themselves
            nextNanos = System.nanoTime() + Long.MAX_VALUE / 2;
        }
        var now = System.nanoTime();
        due(calls(now));
        due(silence(now));
        due(slowFrame(now));
        due(slowRow(now));
        due(stalledWrite(now));
        due(unknown(now));
        if (side == Connection.Side.ACCEPTING) due(firstFrame(now));
        var moreOut = connection.outbox().trim();
        var moreIn = connection.intake().trim();
        if (moreOut || moreIn) busy();
    }

    private static long far(long now) {
        return now + TimeUnit.DAYS.toNanos(365);
    }

    private long calls(long now) {
        var late = new ArrayList<PendingCall>();
        var next = connection.outbox().late(now, late, far(now));
        late.removeIf(call -> !call.settle());
        // stages of futures are the users', and may wait; the timer's thread is everybody's
        if (!late.isEmpty()) Thread.ofVirtual().name("thespis-late").start(() -> late.forEach(this::expire));
        return relayed(now, next);
    }

    /// Relayed calls that wait for the credit of this connection.
    private long relayed(long now, long nextCall) {
        var late = new ArrayList<RelayedRequest>();
        var next = nextCall;
        for (var lane : connection.lanes()) next = lane.late(now, late, next);
        if (!late.isEmpty()) Thread.ofVirtual().name("thespis-late").start(() -> late.forEach(RelayedRequest::expire));
        return next;
    }

    private void expire(PendingCall call) {
        var handled = connection.abandoned(call);
        // one that is not written yet has no number
        if (call.cid != 0) connection.failed(new PeerError.CallTimedOut(call.service, call.cid, call.deadline));
        call.fail(new CallFailure.Timeout(call.deadline, handled));
    }

    private long unknown(long now) {
        if (!connection.outbox().isUnknown()) return far(now);
        var due = startNanos + FIRST_FRAME_NANOS;
        if (now - due < 0) return due;
        connection.outbox().legacy();
        return far(now);
    }

    private long stalledWrite(long now) {
        var limit = connection.limits().writeTime();
        var stalled = connection.queue().stalledNanos(now);
        if (stalled < limit.toNanos()) return now + limit.toNanos() - stalled;
        connection.fatal(
                new PeerError.WriteTimeout(limit),
                "the other side has taken nothing of what is written to it for " + limit.toMillis() + " ms");
        return far(now);
    }

    private long firstFrame(long now) {
        if (!(connection.control().remote() instanceof RemoteInfo.Unknown)) return far(now);
        var limit = connection.limits().firstFrame();
        var due = startNanos + limit.toNanos();
        if (now - due < 0) return due;
        var begun = connection.reader().progress().frameNanos() != 0;
        connection.fatal(
                new PeerError.FirstFrameTimeout(limit, begun),
                "the other side " + (begun ? "has not completed its first frame within " : "said nothing for ")
                        + limit.toMillis() + " ms");
        return far(now);
    }

    /// A row of fragments is a frame that has begun, however much comes between.
    private long slowRow(long now) {
        var limits = connection.limits();
        var frameNanos = limits.frameTime().toNanos();
        var row = connection.reader().assembly().slowest(frameNanos, limits.frameBytesPerSecond());
        if (row == null) return connection.reader().assembly().isBusy() ? now + AGAIN_NANOS : now + frameNanos;
        var due = row.dueNanos(frameNanos, limits.frameBytesPerSecond());
        if (now - due < 0) return due;
        connection.fatal(
                new PeerError.FrameTimeout(limits.frameTime(), limits.frameBytesPerSecond()),
                "the other side takes too long to complete a row of fragments: " + row.arrivedBytes()
                        + " bytes have come");
        return far(now);
    }

    private long slowFrame(long now) {
        var progress = connection.reader().progress();
        var limits = connection.limits();
        if (progress.frameNanos() == 0) return now + limits.frameTime().toNanos();
        var elapsed = now - progress.frameNanos();
        var extra = limits.frameBytesPerSecond() == 0
                ? 0
                : TimeUnit.SECONDS.toNanos(progress.frameBytes()) / limits.frameBytesPerSecond();
        var due = progress.frameNanos() + Math.max(limits.frameTime().toNanos(), extra);
        if (now - due < 0) return due;
        connection.fatal(
                new PeerError.FrameTimeout(limits.frameTime(), limits.frameBytesPerSecond()),
                "the other side takes too long to complete a frame: " + progress.frameBytes() + " bytes in "
                        + TimeUnit.NANOSECONDS.toMillis(elapsed) + " ms");
        return far(now);
    }

    private long silence(long now) {
        // what ends is bounded by limits of its own; and who has shut its output down can't answer
        if (connection.ending().begun()) return far(now);
        var limits = connection.limits();
        var heard = connection.reader().progress().lastNanos();
        var asked = connection.control().pings().unansweredSince();
        if (asked != 0) return unanswered(now, heard, asked);
        var due = heard + limits.pingAfter().toNanos();
        if (now - due < 0) return due;
        if (connection.reader().waits() || connection.control().pings().send() == null)
            return now + limits.pingAfter().toNanos();
        return now + limits.pongWithin().toNanos();
    }

    private long unanswered(long now, long heard, long asked) {
        var limit = connection.limits().pongWithin();
        // whatever is read shows life: a pong may be far behind other frames
        var due = Math.max(heard - now, asked - now) + now + limit.toNanos();
        if (now - due < 0) return due;
        if (connection.reader().waits()) return now + limit.toNanos();
        connection.fatal(
                new PeerError.PingTimeout(limit),
                "the other side did not answer a ping within "
                        + Duration.ofNanos(limit.toNanos()).toMillis() + " ms");
        return far(now);
    }
}
