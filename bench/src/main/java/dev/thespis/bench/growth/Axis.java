package dev.thespis.bench.growth;

import dev.thespis.bench.harness.Worker;
import dev.thespis.remote.Limits;
import dev.thespis.wire.FrameLimits;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// What may grow.
enum Axis {
    /// 256 calls on their way, each caller over one connection after the other.
    CONNECTIONS("connections", "call", true, Unit.OPERATION, 1, 10, 100, 1_000, 10_000),
    /// 256 calls on their way over one connection, to one service after the other.
    SERVICES("services on one peer", "call", true, Unit.OPERATION, 1, 10, 100, 1_000, 10_000),
    /// 256 calls on their way in one process, to one actor after the other.
    ACTORS("actors in one process", "call", true, Unit.OPERATION, 1, 10, 100, 1_000, 10_000, 100_000, 1_000_000),
    /// 256 calls on their way over one connection, to one actor after the other, whose addresses came in messages.
    REMOTE_ACTORS("actors behind a connection", "call", true, Unit.OPERATION, 1, 10, 100, 1_000, 10_000),
    /// 4 calls on their way that carry bytes both ways.
    PAYLOAD("bytes both ways", "byte", false, Unit.BYTE, 16, 256, 4 << 10, 64 << 10, 1 << 20, 16 << 20),
    /// As many calls on their way over one connection, with the default windows.
    OUTSTANDING("outstanding calls", "call", false, Unit.OPERATION, 1, 4, 16, 64, 256, 1_024, 4_096, 10_000),
    /// The same with windows for all of them.
    OUTSTANDING_WIDE(
            "outstanding calls, wide windows", "call", false, Unit.OPERATION, 1, 4, 16, 64, 256, 1_024, 4_096, 10_000),
    /// 256 calls on their way through relays.
    HOPS("relays in between", "call and connection", false, Unit.HOP, 0, 1, 2, 4, 8),
    /// Messages published by one, to a connection for each subscriber.
    SUBSCRIBERS("subscribers of a topic", "delivery", true, Unit.DELIVERY, 1, 10, 100, 1_000);

    /// What costs the same for each, if cost is linear.
    private enum Unit {
        OPERATION,
        BYTE,
        HOP,
        DELIVERY
    }

    private static final int LARGEST = 16 << 20;

    private final String title;
    private final String unitName;
    private final boolean counted;
    private final Unit unit;

    @SuppressWarnings("ImmutableEnumChecker") // a copy that can't be changed
    private final List<Integer> sizes;

    Axis(String title, String unitName, boolean counted, Unit unit, Integer... sizes) {
        this.title = title;
        this.unitName = unitName;
        this.counted = counted;
        this.unit = unit;
        this.sizes = List.copyOf(Arrays.asList(sizes));
    }

    /// What it counts, in words.
    String title() {
        return title;
    }

    /// What the cost is divided by, in words.
    String unitName() {
        return unitName;
    }

    /// Whether things are made and ended, so that this costs something too.
    boolean isCounted() {
        return counted;
    }

    /// Where it is measured.
    List<Integer> sizes() {
        return sizes;
    }

    /// How many of what ought to cost the same an operation consists of.
    double units(int size) {
        return switch (unit) {
            case OPERATION -> 1;
            case BYTE -> 2.0 * size;
            case HOP -> size + 1.0;
            case DELIVERY -> size;
        };
    }

    /// Whether one is only the process itself.
    boolean isLocal() {
        return this == ACTORS;
    }

    /// Those of the peers on both sides.
    Limits limits() {
        var limits = Limits.defaults();
        return switch (this) {
            case PAYLOAD ->
                limits.withFrames(new FrameLimits(LARGEST + 1024, 4 * LARGEST))
                        .withSendFrameBytes(LARGEST + 1024)
                        .withReplyBytes(8 * LARGEST);
            case OUTSTANDING_WIDE -> limits.withWindowMessages(10_000).withWindowBytes(LARGEST);
            default -> limits;
        };
    }

    /// Connects to the server.
    ///
    /// @param server null if [#isLocal]
    /// @param port of the server
    Subject subject(Worker server, int port) throws Exception {
        return switch (this) {
            case CONNECTIONS -> new Connections(port);
            case SERVICES -> new ExposedServices(server, limits(), port);
            case ACTORS -> new LocalActors();
            case REMOTE_ACTORS -> new RemoteActors(port);
            case PAYLOAD -> new Payloads(limits(), port);
            case OUTSTANDING, OUTSTANDING_WIDE -> new Outstanding(limits(), port);
            case HOPS -> new Relays(server, port);
            case SUBSCRIBERS -> new Subscribers(port);
        };
    }

    /// How it is called on the command line, in results, and as a file.
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Axis of(String label) {
        return Arrays.stream(values())
                .filter(axis -> axis.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("axis=" + label + " is not known; known are "
                        + Arrays.stream(values()).map(Axis::label).toList()));
    }
}
