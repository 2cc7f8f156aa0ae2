package dev.thespis.actor.internal;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The actors of a nursery, in the order in which they were spawned: a list whose links are in the actors themselves,
/// as there may be a million of them. Guarded by the nursery's lock.
final class Cells {
    private @Nullable Cell<?> newest;

    void add(Cell<?> cell) {
        Cell<?> before = newest;
        cell.previous = before;
        if (before != null) {
            before.following = cell;
        }
        newest = cell;
    }

    void remove(Cell<?> cell) {
        Cell<?> before = cell.previous;
        Cell<?> after = cell.following;
        if (before != null) {
            before.following = after;
        }
        if (after != null) {
            after.previous = before;
        } else if (newest == cell) {
            newest = before;
        }
        cell.previous = null;
        cell.following = null;
    }

    @Nullable
    Cell<?> newest() {
        return newest;
    }

    void forEach(Consumer<Cell<?>> action) {
        for (Cell<?> cell = newest; cell != null; cell = cell.previous) {
            action.accept(cell);
        }
    }
}
