package dev.thespis.remote;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the other side may still send, and when it is told that it may send more.
///
/// It counts as [SendWindows] on the other side does, from the offer on with which the other side shows that it has
/// read our hello. A call's credit goes back with its answer. That of sends is collected, and goes back when half of a
/// window of messages, or a quarter of that of bytes, has come together: so the other side, if nothing is unfinished,
/// knows of about as much as is left then, and needs no frame for every send.
///
/// Who counts what, so that no lock is needed beyond those that are held anyway: `taken` belongs to the reader;
/// `returned` is written under the outbox's lock, before the frame that tells the other side can be written, and read
/// by the reader, which therefore never finds a peer overdrawn that has kept to what it was told; `due` is guarded by
/// the intake's lock.
final class ReceiveWindows {
    private static final int PARTS_OF_MESSAGES = 2;
    private static final int PARTS_OF_BYTES = 4;

    private static final VarHandle TAKEN_BYTES = number("takenBytes");
    private static final VarHandle TAKEN_MESSAGES = number("takenMessages");
    private static final VarHandle RETURNED_MESSAGES = number("returnedMessages");

    private static VarHandle number(String name) {
        try {
            return MethodHandles.lookup().findVarHandle(ReceiveWindows.class, name, long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /// So many are kept although nothing of them is unfinished.
    private static final int KEPT_INFLOWS = 256;

    private final int windowMessages;
    private final long windowBytes;
    private LongTable<Inflow> inflows = new LongTable<>();
    private int sweepAt = KEPT_INFLOWS;
    private boolean counting;
    private long takenBytes;
    private volatile long returnedBytes;

    /// Whether both sides know fragments; set before counting begins.
    private volatile boolean fragments;

    private int takenLarge;
    private volatile int returnedLarge;

    /// Of all services together, for those who look.
    private long takenMessages;

    private long returnedMessages;
    private final List<Inflow> due = new ArrayList<>();
    private long dueBytes;

    /// The requests of one service.
    static final class Inflow {
        final long sid;
        private int taken;
        private volatile int returned;
        private int dueMessages;
        private long dueBytes;

        Inflow(long sid) {
            this.sid = sid;
        }
    }

    /// Credit that is to be given back.
    ///
    /// @param inflow of the service
    /// @param bytes of their frames; 0 for one that is longer than the window
    record Due(Inflow inflow, int messages, long bytes) {}

    ReceiveWindows(Limits limits) {
        this.windowMessages = limits.windowMessages();
        this.windowBytes = limits.windowBytes();
    }

    // For the reader:

    /// The other side counts from here on.
    void start() {
        counting = true;
    }

    boolean isCounting() {
        return counting;
    }

    /// The other side knows fragments. Before it begins to count.
    void fragments() {
        fragments = true;
    }

    /// Whether fragments may come.
    boolean takesFragments() {
        return fragments && counting;
    }

    /// Whether a request is longer than the window of bytes, and so takes nothing of it: there may be one at a time.
    boolean isLarge(long bytes) {
        return fragments && bytes > windowBytes;
    }

    /// Counts a request that has arrived.
    ///
    /// @return null if it was not allowed
    @Nullable
    Inflow take(long sid, long bytes) {
        var inflow = inflows.get(sid);
        if (inflow == null) {
            if (inflows.size() >= sweepAt) sweep();
            inflow = new Inflow(sid);
            inflows.put(sid, inflow);
        }
        var large = isLarge(bytes);
        if (inflow.taken - inflow.returned >= windowMessages) return null;
        if (large ? takenLarge != returnedLarge : takenBytes - returnedBytes >= windowBytes) return null;
        inflow.taken++;
        if (large) takenLarge++;
        take(1, large ? 0 : bytes);
        return inflow;
    }

    /// Forgets the services of which nothing is unfinished and no credit is due: services may come and go as long as
    /// the connection lives.
    private void sweep() {
        var busy = new LongTable<Inflow>();
        inflows.forEach(inflow -> {
            if (inflow.taken != inflow.returned) busy.put(inflow.sid, inflow);
        });
        inflows = busy;
        sweepAt = Math.max(KEPT_INFLOWS, busy.size() * 2);
    }

    /// How many services it remembers.
    int remembered() {
        return inflows.size();
    }

    /// A request that was counted could not be let in; it is answered, or credited, at once.
    void giveBack(Inflow inflow, long bytes) {
        inflow.taken--;
        var large = isLarge(bytes);
        if (large) takenLarge--;
        take(-1, large ? 0 : -bytes);
    }

    private void take(int messages, long bytes) {
        TAKEN_BYTES.setOpaque(this, takenBytes + bytes);
        TAKEN_MESSAGES.setOpaque(this, takenMessages + messages);
    }

    // Under the intake's lock:

    /// The handler of a send has ended.
    ///
    /// @return what is to be given back now, usually nothing
    List<Due> ended(Inflow inflow, long bytes) {
        if (isLarge(bytes)) return List.of(new Due(inflow, 1, 0));
        if (inflow.dueMessages == 0) due.add(inflow);
        inflow.dueMessages++;
        inflow.dueBytes += bytes;
        dueBytes += bytes;
        if (dueBytes * PARTS_OF_BYTES >= windowBytes) return drain();
        if (inflow.dueMessages * PARTS_OF_MESSAGES < windowMessages) return List.of();
        due.remove(inflow);
        return List.of(collect(inflow));
    }

    private List<Due> drain() {
        var all = due.stream().map(this::collect).toList();
        due.clear();
        return all;
    }

    private Due collect(Inflow inflow) {
        var collected = new Due(inflow, inflow.dueMessages, inflow.dueBytes);
        dueBytes -= inflow.dueBytes;
        inflow.dueMessages = 0;
        inflow.dueBytes = 0;
        return collected;
    }

    // Under the outbox's lock:

    /// The answer to a call is on its way.
    void returned(Inbound request) {
        var inflow = request.inflow();
        if (inflow != null) returned(inflow, 1, isLarge(request.bytes()) ? 0 : request.bytes());
    }

    /// Credit is on its way.
    void returned(Due credit) {
        returned(credit.inflow, credit.messages, credit.bytes);
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // written under the lock only
    private void returned(Inflow inflow, int messages, long bytes) {
        inflow.returned += messages;
        if (bytes == 0) returnedLarge++;
        returnedBytes += bytes;
        RETURNED_MESSAGES.setOpaque(this, returnedMessages + messages);
    }

    // Any thread:

    /// How much of them is in use. What is returned is looked at first, so that it is not more than what was taken.
    PeerStats.Window look() {
        var messages = (long) RETURNED_MESSAGES.getOpaque(this);
        var bytes = returnedBytes;
        return new PeerStats.Window(
                Math.max(0, (long) TAKEN_MESSAGES.getOpaque(this) - messages),
                windowMessages,
                Math.max(0, (long) TAKEN_BYTES.getOpaque(this) - bytes),
                windowBytes);
    }
}
