package dev.thespis.remote;

import java.util.ArrayList;
import java.util.List;

/// Something that closes once, and those who want to know of it. Guarded by its monitor; whether it has closed may be
/// asked without.
final class Closing {
    private List<Runnable> listeners = List.of();
    private volatile boolean closed;

    boolean isClosed() {
        return closed;
    }

    /// Runs the action when it closes; at once if it has.
    void add(Runnable action) {
        synchronized (this) {
            if (!closed) {
                if (listeners.isEmpty()) listeners = new ArrayList<>(1);
                listeners.add(action);
                return;
            }
        }
        action.run();
    }

    synchronized void remove(Runnable action) {
        if (!listeners.isEmpty()) listeners.remove(action);
    }

    void close() {
        List<Runnable> all;
        synchronized (this) {
            closed = true;
            all = List.copyOf(listeners);
            listeners = List.of();
        }
        all.forEach(Runnable::run);
    }
}
