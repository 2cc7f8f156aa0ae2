package dev.thespis.remote;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Rings alarms when their time has come, on one thread for all, which ends when none is left.
///
/// A binary heap, the earliest alarm first. Each alarm knows its slot, so that setting it anew or off needs no search,
/// and no object besides: every connection has one, and most of them never ring.
///
/// Guarded by the lock, under which no alarm rings.
final class AlarmClock {
    private static final int UNSET = -1;
    private static final int SMALLEST = 16;

    /// How long the thread waits for another alarm before it ends.
    private static final long KEEP_NANOS = TimeUnit.SECONDS.toNanos(1);

    /// What rings once for each time that it is set.
    abstract static class Alarm {
        private long nanos;
        private int slot = UNSET;

        /// Called on the clock's thread, which is everybody's: must not wait.
        abstract void rings();
    }

    private final String name;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private Alarm[] heap = new Alarm[SMALLEST];
    private int size;
    private @Nullable Thread thread;

    /// @param name of the thread
    AlarmClock(String name) {
        this.name = name;
    }

    /// Sets an alarm, perhaps anew.
    void set(Alarm alarm, long nanos) {
        lock.lock();
        try {
            if (alarm.slot == UNSET) append(alarm);
            alarm.nanos = nanos;
            up(alarm.slot);
            down(alarm.slot);
            if (thread == null) start();
            else if (alarm.slot == 0) changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /// Sets an alarm off, if it is set.
    void cancel(Alarm alarm) {
        lock.lock();
        try {
            if (alarm.slot != UNSET) remove(alarm);
        } finally {
            lock.unlock();
        }
    }

    /// Whether an alarm will ring.
    boolean isSet(Alarm alarm) {
        lock.lock();
        try {
            return alarm.slot != UNSET;
        } finally {
            lock.unlock();
        }
    }

    /// How many alarms will ring.
    int size() {
        lock.lock();
        try {
            return size;
        } finally {
            lock.unlock();
        }
    }

    private void start() {
        var ringing = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
        thread = ringing;
        ringing.start();
    }

    private void run() {
        while (true) {
            try {
                for (var alarm = next(); alarm != null; alarm = next()) ring(alarm);
                return;
            } catch (InterruptedException e) {
                // it is nobody's to interrupt, and others rely on it: it goes on
            }
        }
    }

    /// What one alarm throws is not to keep others from ringing.
    private static void ring(Alarm alarm) {
        try {
            alarm.rings();
        } catch (RuntimeException | Error e) {
            var current = Thread.currentThread();
            current.getUncaughtExceptionHandler().uncaughtException(current, e);
        }
    }

    /// Waits until an alarm is due, and takes it out.
    ///
    /// @return null if there was none for a while
    private @Nullable Alarm next() throws InterruptedException {
        lock.lock();
        try {
            var until = System.nanoTime() + KEEP_NANOS;
            while (true) {
                var now = System.nanoTime();
                var left = (size == 0 ? until : heap[0].nanos) - now;
                if (left > 0) {
                    var unused = changed.awaitNanos(left);
                } else if (size > 0) {
                    return removed(heap[0]);
                } else {
                    thread = null;
                    return null;
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void append(Alarm alarm) {
        if (size == heap.length) heap = Arrays.copyOf(heap, size * 2);
        alarm.slot = size;
        heap[size++] = alarm;
    }

    private Alarm removed(Alarm alarm) {
        remove(alarm);
        return alarm;
    }

    private void remove(Alarm alarm) {
        var slot = alarm.slot;
        alarm.slot = UNSET;
        var last = heap[--size];
        clear(size);
        if (slot == size) return;
        put(last, slot);
        up(slot);
        down(last.slot);
    }

    @SuppressWarnings("NullAway") // beyond the size there is nothing
    private void clear(int slot) {
        heap[slot] = null;
        if (size * 4 < heap.length && heap.length > SMALLEST) heap = Arrays.copyOf(heap, heap.length / 2);
    }

    private void put(Alarm alarm, int slot) {
        heap[slot] = alarm;
        alarm.slot = slot;
    }

    private void up(int from) {
        var alarm = heap[from];
        var slot = from;
        while (slot > 0 && alarm.nanos - heap[(slot - 1) / 2].nanos < 0) {
            put(heap[(slot - 1) / 2], slot);
            slot = (slot - 1) / 2;
        }
        put(alarm, slot);
    }

    private void down(int from) {
        var alarm = heap[from];
        var slot = from;
        while (2 * slot + 1 < size) {
            var child = 2 * slot + 1;
            if (child + 1 < size && heap[child + 1].nanos - heap[child].nanos < 0) child++;
            if (heap[child].nanos - alarm.nanos >= 0) break;
            put(heap[child], slot);
            slot = child;
        }
        put(alarm, slot);
    }
}
