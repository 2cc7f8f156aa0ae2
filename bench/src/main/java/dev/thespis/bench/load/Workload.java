package dev.thespis.bench.load;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/// What is measured between two processes, in this order.
public enum Workload {
    /// 256 virtual threads that call and wait, over one connection.
    CALL_256(Style.CALL, 1, 256, 0, Cores.PLAIN, Cores.PINNED),
    /// 256 calls that nobody waits for: each one that ends starts the next.
    ASYNC_256(Style.ASYNC, 1, 256, 0, Cores.PLAIN, Cores.PINNED),
    /// One call after the other.
    CALL_1(Style.CALL, 1, 1, 0, Cores.PLAIN, Cores.AWAKE, Cores.PINNED),
    /// One-way, until handled.
    SEND(Style.SEND, 1, 1, 0, Cores.PLAIN, Cores.PINNED),
    /// As [#CALL_256], 1 KiB both ways.
    CALL_256_KIB(Style.CALL, 1, 256, 1024, Cores.PLAIN),
    /// As [#ASYNC_256], 1 KiB both ways.
    ASYNC_256_KIB(Style.ASYNC, 1, 256, 1024, Cores.PLAIN),
    /// 32 virtual threads over each of 8 connections.
    CALL_8X32(Style.CALL, 8, 32, 0, Cores.PLAIN),
    /// 32 calls that nobody waits for over each of 8 connections.
    ASYNC_8X32(Style.ASYNC, 8, 32, 0, Cores.PLAIN);

    /// Who waits for what.
    public enum Style {
        /// A virtual thread for each call.
        CALL,
        /// Nobody.
        ASYNC,
        /// The sender, as flow control has it.
        SEND
    }

    /// What the two processes run on.
    public enum Cores {
        /// What the system gives.
        PLAIN,
        /// The same, while an idle-priority process on each core keeps that from sleeping.
        AWAKE,
        /// One core for both.
        PINNED
    }

    private final Style style;
    private final int connections;
    private final int outstanding;
    private final int payloadBytes;

    @SuppressWarnings("ImmutableEnumChecker") // a copy that can't be changed
    private final Set<Cores> cores;

    Workload(Style style, int connections, int outstanding, int payloadBytes, Cores... cores) {
        this.style = style;
        this.connections = connections;
        this.outstanding = outstanding;
        this.payloadBytes = payloadBytes;
        this.cores = Set.copyOf(Arrays.asList(cores));
    }

    /// Who waits.
    ///
    /// @return the style
    public Style style() {
        return style;
    }

    /// How many connections share the load.
    ///
    /// @return 1 or more
    public int connections() {
        return connections;
    }

    /// How many calls are on their way at once over each connection.
    ///
    /// @return 1 for sends
    public int outstanding() {
        return outstanding;
    }

    /// What a call carries both ways.
    ///
    /// @return bytes, or 0 for `Add` and a number
    public int payloadBytes() {
        return payloadBytes;
    }

    /// Where it is measured.
    ///
    /// @param on the cores
    /// @return whether it is measured there
    public boolean runsOn(Cores on) {
        return cores.contains(on);
    }

    /// Whether each call's time is taken.
    ///
    /// @return true if calls are made one after the other
    public boolean isTimed() {
        return style == Style.CALL && outstanding == 1;
    }

    /// How it is called on the command line and in results.
    ///
    /// @return lower case, with dashes
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// Finds one.
    ///
    /// @param label as of [#label]
    /// @return the workload
    public static Workload of(String label) {
        return Arrays.stream(values())
                .filter(workload -> workload.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("workload=" + label + " is not known"));
    }
}
