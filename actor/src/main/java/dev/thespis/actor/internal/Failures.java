package dev.thespis.actor.internal;

import dev.thespis.actor.NurseryException;
import java.util.ArrayList;
import java.util.List;

/// What has failed in a nursery and was not reported yet, bounded. Guarded by the nursery's lock.
final class Failures {
    private static final int KEPT_COUNT = 17;

    private final List<Throwable> kept = new ArrayList<>(0);
    private long unkeptCount;

    void add(Throwable failure) {
        if (kept.contains(failure)) {
            return;
        }
        if (kept.size() < KEPT_COUNT) {
            kept.add(failure);
        } else {
            unkeptCount++;
        }
    }

    void addAll(Failures others) {
        others.kept.forEach(this::add);
        unkeptCount += others.unkeptCount;
    }

    boolean isEmpty() {
        return kept.isEmpty();
    }

    /// An exception for all of them. There must be one.
    NurseryException toException(String nursery) {
        Throwable first = kept.getFirst();
        return new NurseryException(
                "nursery " + nursery + ": " + first, first, kept.subList(1, kept.size()), unkeptCount);
    }
}
