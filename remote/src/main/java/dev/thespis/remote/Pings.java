package dev.thespis.remote;

import dev.thespis.actor.CallException;
import dev.thespis.actor.CallFailure;
import dev.thespis.actor.CallFailure.Handled;
import dev.thespis.remote.control.Ping;
import dev.thespis.remote.control.Pong;
import dev.thespis.wire.Codec;
import dev.thespis.wire.DecodeException;
import dev.thespis.wire.Input;
import dev.thespis.wire.ServiceId;
import dev.thespis.wire.cbor.Cbor;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Signs of life: pings that this side has sent and waits for, and answers to those of the other side.
///
/// Frames are taken by the reader thread; the state is guarded by the monitor.
final class Pings {
    static final ServiceId PING = ServiceId.of("thespis", "Ping");
    static final ServiceId PONG = ServiceId.of("thespis", "Pong");
    private static final Codec<Ping> PING_CODEC = Cbor.codecs().codec(Ping.class);
    private static final Codec<Pong> PONG_CODEC = Cbor.codecs().codec(Pong.class);
    private static final SecureRandom NONCES = new SecureRandom();
    private static final int MAX_PINGS = 64;

    private final Connection connection;

    /// In place of those not answered when there are none, so that idle connections hold nothing for it. Nothing is
    /// ever added to it.
    private static final ArrayDeque<SentPing> NONE = new ArrayDeque<>(0);

    private ArrayDeque<SentPing> pings = NONE;
    private long lastNanos;
    private long smoothedNanos;

    /// A ping that is not answered yet.
    ///
    /// @param nonce of the ping
    /// @param mark how many bytes the outbox had accepted with it
    /// @param nanos when it was sent
    /// @param trip completed with the round-trip time
    private record SentPing(long nonce, long mark, long nanos, CompletableFuture<Duration> trip) {}

    Pings(Connection connection) {
        this.connection = connection;
    }

    /// Takes a frame, if it is a ping or a pong.
    ///
    /// @return false if it is neither
    boolean take(long sid, Input payload) throws DecodeException {
        if (sid == PING.value()) {
            var ping = Cbor.decode(PING_CODEC, payload);
            connection.outbox().control(PONG.value(), PONG_CODEC, new Pong(ping.nonce()));
        } else if (sid == PONG.value()) {
            answered(Cbor.decode(PONG_CODEC, payload));
        } else {
            return false;
        }
        return true;
    }

    /// Asks the other side for a sign of life, unless it can't answer or too many questions are open.
    ///
    /// @return completed with the round-trip time, or null
    @Nullable
    CompletableFuture<Duration> send() {
        if (!connection.control().knows()) return null;
        synchronized (this) {
            if (pings.size() >= MAX_PINGS) return null;
            var nonce = NONCES.nextLong(); // so that who answers it has read it
            var mark = connection.outbox().control(PING.value(), PING_CODEC, new Ping(nonce));
            var ping = new SentPing(nonce, mark, System.nanoTime(), new CompletableFuture<>());
            if (pings.isEmpty()) pings = new ArrayDeque<>(1);
            pings.addLast(ping);
            return ping.trip;
        }
    }

    /// Measures the round-trip time.
    Duration measure(Duration wait) throws InterruptedException {
        if (connection.control().remote(wait) instanceof RemoteInfo.Legacy)
            throw new CallException(new CallFailure.UnknownService("thespis::Ping"), null);
        var trip = send();
        if (trip == null) throw new CallException(new CallFailure.Timeout(wait, Handled.NO), null);
        try {
            return trip.get(wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new CallException(new CallFailure.Timeout(wait, Handled.MAYBE), null);
        } catch (ExecutionException e) {
            throw new CallException(connection.lost("it closed before the pong", Handled.MAYBE), e.getCause());
        }
    }

    /// When the oldest ping was sent that is not answered.
    ///
    /// @return as `System.nanoTime`, or 0 if there is none
    synchronized long unansweredSince() {
        var oldest = pings.peekFirst();
        return oldest == null ? 0 : oldest.nanos;
    }

    private void answered(Pong pong) {
        SentPing ping;
        long trip;
        synchronized (this) {
            ping = pings.peekFirst();
            if (ping == null || ping.nonce != pong.nonce()) {
                connection.control().violation("a pong came that answers no ping, or not in order: " + pong.nonce());
                return;
            }
            pings.removeFirst();
            if (pings.isEmpty()) pings = NONE;
            lastNanos = System.nanoTime() - ping.nanos;
            smoothedNanos = smoothedNanos == 0 ? lastNanos : smoothedNanos + (lastNanos - smoothedNanos) / 8;
            trip = lastNanos;
        }
        connection.outbox().prove(ping.mark);
        ping.trip.complete(Duration.ofNanos(trip));
    }

    /// What the pongs so far have shown.
    synchronized PeerStats.Trip look() {
        return new PeerStats.Trip(Duration.ofNanos(lastNanos), Duration.ofNanos(smoothedNanos));
    }

    /// The connection has ended: nobody is to wait for an answer.
    synchronized void close() {
        for (var ping : pings) ping.trip.completeExceptionally(new IllegalStateException("closed"));
        pings = NONE;
    }
}
