package dev.thespis.remote;

import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// What we may still send: a window of messages for each service, and one of bytes for the connection.
///
/// A request takes a message and its bytes when it is written. They come back when its handler has ended: with the
/// answer if it is a call, with a `Credit` frame if it is a send. A request goes while at least one byte is left,
/// so a large one need not wait until everything else has ended; the window of bytes may be overdrawn by one frame.
/// Where the other side puts fragments together, a request longer than the window takes nothing of it: there may be
/// one such request at a time, and its credit is that of a message with no bytes.
///
/// ```
///  UNKNOWN ──── hello ─────────────► CREDIT     as large as the other side's hello says
///     │                                ▲
///     └─ another frame, or silence ─► LEGACY    no windows: the stream alone holds senders back
///                                      └─ hello ─► CREDIT
/// ```
///
/// Until the other side has said something, so much may be sent as any peer is expected to hold; nothing of that is
/// given back. What was sent before the hello is not counted afterwards: the receiver counts from our first offer on,
/// which follows the hello.
///
/// All of it is guarded by the outbox's lock.
final class SendWindows {
    /// How many requests may be sent before the other side has said what it is.
    static final int FIRST_MESSAGES = 256;

    /// How many bytes of them.
    static final int FIRST_BYTES = 256 * 1024;

    /// So many windows are kept although nothing is outstanding in them.
    private static final int KEPT_WINDOWS = 256;

    private enum Phase {
        UNKNOWN,
        CREDIT,
        LEGACY
    }

    private final CreditWaits waits;
    private final BooleanSupplier closed;
    private final LongTable<Window> windows = new LongTable<>();

    /// For all services together, until credit is known.
    private @Nullable Window common;
    private Phase phase = Phase.UNKNOWN;
    private int windowMessages = FIRST_MESSAGES;
    private long windowBytes = FIRST_BYTES;
    private long freeBytes = FIRST_BYTES;
    private boolean fragments;
    private boolean largeOut;

    /// @param closed whether nothing is accepted any more; then nobody waits
    SendWindows(CreditWaits waits, BooleanSupplier closed) {
        this.waits = waits;
        this.closed = closed;
        this.common = new Window(0);
    }

    /// The messages of one service that may still be sent.
    final class Window {
        final long sid;
        final Turnstile turnstile = new Turnstile(waits, this::room);
        private int free = windowMessages;
        private boolean replaced;

        Window(long sid) {
            this.sid = sid;
        }

        private int room() {
            return replaced || closed.getAsBoolean() ? Integer.MAX_VALUE : free;
        }

        /// Whether it does not count any more, since more is known about the other side.
        boolean isReplaced() {
            return replaced;
        }

        /// Whether what is taken comes back.
        boolean isCredited() {
            return sid != 0;
        }
    }

    /// The window of a service.
    Window of(long sid) {
        var all = common;
        if (all != null) return all;
        var window = windows.get(sid);
        if (window != null) return window;
        window = new Window(sid);
        windows.put(sid, window);
        return window;
    }

    /// Whether a request is longer than the window of bytes, and so takes nothing of it.
    boolean isLarge(long bytes) {
        return fragments && bytes > windowBytes;
    }

    /// Whether such a request may be sent.
    boolean hasLarge() {
        return !largeOut;
    }

    /// How many bytes may be sent; none if that is not positive.
    long freeBytes() {
        return freeBytes;
    }

    /// Whether all that was taken has come back.
    boolean areFull() {
        var used = new boolean[1];
        windows.forEach(window -> used[0] |= window.free != windowMessages);
        return freeBytes == windowBytes && !largeOut && !used[0];
    }

    void takeMessage(Window window) {
        if (phase != Phase.LEGACY) window.free--;
    }

    void takeFrame(long bytes) {
        if (isLarge(bytes)) largeOut = true;
        else if (phase != Phase.LEGACY) freeBytes -= bytes;
    }

    /// A request with a frame of this size has been answered, or given up.
    void giveFrame(Window window, long bytes) {
        var large = isLarge(bytes);
        if (large) largeOut = false;
        give(window, 1, large ? 0 : bytes);
    }

    /// A message has not been sent, or its handler has ended.
    void give(Window window, int messages, long bytes) {
        if (phase != Phase.LEGACY) {
            freeBytes += bytes;
            window.free += messages;
        }
        window.turnstile.opened();
        if (window.free == windowMessages && windows.size() > KEPT_WINDOWS && !window.turnstile.isBusy())
            windows.remove(window.sid);
    }

    /// Forgets the windows if nothing is taken of any.
    ///
    /// @return whether there may be more to be given back the next time
    boolean trim() {
        if (windows.size() == 0) return windows.trim();
        var used = new boolean[1];
        windows.forEach(window -> used[0] |= window.free != windowMessages || window.turnstile.isBusy());
        if (used[0]) return false;
        windows.drain();
        return false;
    }

    /// As [Turnstile#late], for all windows.
    long late(long now, List<PendingCall> late, long otherwiseNanos) {
        var next = new long[] {otherwiseNanos};
        windows.forEach(window -> next[0] = window.turnstile.late(now, late, next[0]));
        return next[0];
    }

    /// The other side gives credit.
    ///
    /// @return what is wrong with it, or null
    @Nullable
    String credit(long sid, long messages, long bytes) {
        var window = windows.get(sid);
        if (messages < 0 || bytes < 0 || messages + bytes == 0) return "it is not positive";
        var large = fragments && bytes == 0;
        if (large && (messages > 1 || !largeOut)) return "no request that is longer than the window is in use";
        if (bytes > windowBytes - freeBytes) return "more bytes are given back than are in use";
        if (messages > 0 && (window == null || messages > windowMessages - window.free))
            return "more messages are given back than are in use";
        if (large) largeOut = false;
        if (window != null) give(window, (int) messages, bytes);
        else freeBytes += bytes;
        return null;
    }

    /// The other side has said hello: its windows hold from here on.
    ///
    /// @param putsTogether whether it puts fragments together
    void greeted(int messages, long bytes, boolean putsTogether) {
        fragments = putsTogether;
        phase = Phase.CREDIT;
        windowMessages = messages;
        windowBytes = bytes;
        freeBytes = bytes;
        replaceCommon();
    }

    /// The other side is a legacy peer, or may be one: it has no windows.
    void legacy() {
        if (phase != Phase.UNKNOWN) return;
        phase = Phase.LEGACY;
        windowMessages = Integer.MAX_VALUE;
        freeBytes = Long.MAX_VALUE;
        replaceCommon();
    }

    private void replaceCommon() {
        var old = common;
        common = phase == Phase.CREDIT ? null : new Window(0);
        if (old == null) return;
        old.replaced = true;
        old.turnstile.opened();
    }

    /// Whether it is not known, or assumed, what the other side is.
    boolean isUnknown() {
        return phase == Phase.UNKNOWN;
    }

    /// How much of them is in use.
    PeerStats.Window look() {
        if (phase == Phase.LEGACY) return PeerStats.Window.NONE;
        var inUse = new long[] {common == null ? 0 : windowMessages - common.free};
        windows.forEach(window -> inUse[0] += windowMessages - window.free);
        return new PeerStats.Window(inUse[0], windowMessages, windowBytes - freeBytes, windowBytes);
    }

    /// Nothing is accepted any more: nobody need wait.
    void release() {
        if (common != null) common.turnstile.opened();
        windows.forEach(window -> window.turnstile.opened());
    }
}
