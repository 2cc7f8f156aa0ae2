package dev.thespis.remote;

import java.time.Duration;

/// Which endpoint comes next, and after which pause. Knows no clock and no connection; belongs to the link's thread.
///
/// ```
///   endpoint 0 ──failed──▶ 1 ──failed──▶ 2 ──failed──▶ pause ──▶ all of them again, with longer pauses
///                          │ connected
///                          ▼
///                 lost, healthy: a short pause, then 1 (stay) or 0 (prefer first)
///                 lost, not healthy: a longer pause, then 2
/// ```
final class Itinerary {
    private final Pauses pauses;
    private final LinkOptions.Order order;
    private final int endpoints;
    private int next;

    /// How many of this round have failed.
    private int failed;

    /// How many pauses there were since a connection last was healthy.
    private int count;

    Itinerary(Pauses pauses, LinkOptions.Order order, int endpoints) {
        this.pauses = pauses;
        this.order = order;
        this.endpoints = endpoints;
    }

    /// The endpoint that comes next, counted from 0.
    int next() {
        return next;
    }

    /// There is no connection to that endpoint.
    ///
    /// @return how long to wait before the next one is tried: not at all, while some of this round are left
    Duration failed() {
        next = (next + 1) % endpoints;
        if (++failed < endpoints) return Duration.ZERO;
        if (order == LinkOptions.Order.PREFER_FIRST) next = 0;
        return pause();
    }

    /// A connection to that endpoint was lost.
    ///
    /// @param lasted how long there was one
    /// @return how long to wait before the next one is tried
    Duration lost(Duration lasted) {
        var healthy = lasted.compareTo(pauses.healthyAfter()) >= 0;
        if (healthy) count = 0;
        if (!healthy) next = (next + 1) % endpoints;
        else if (order == LinkOptions.Order.PREFER_FIRST) next = 0;
        return pause();
    }

    private Duration pause() {
        failed = 0;
        if (count < Pauses.UNLIMITED) count++;
        return pauses.pause(count);
    }

    /// How many pauses there were since a connection last was healthy.
    int count() {
        return count;
    }

    /// Whether there are to be no more.
    boolean isOver() {
        return pauses.most() < Pauses.UNLIMITED && count > pauses.most();
    }
}
