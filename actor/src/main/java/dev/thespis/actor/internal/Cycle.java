package dev.thespis.actor.internal;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds out whether an actor would wait for itself.
///
/// An actor whose handler waits for another actor publishes that wait, then follows the chain: for what does that actor
/// wait, and so on. If the chain comes back, each actor in it is inside a handler that waits for the next, so none can
/// ever go on. Whoever publishes last sees all the others, so no cycle goes unseen; two that publish at the same time
/// may both see it.
///
/// There are no false alarms. The links are read one after the other, and an early one might dissolve while a later one
/// forms; therefore all are read a second time. A link is an object made for one wait, so one that still holds then has
/// held all the time in between; at the end of the first reading they all held at once. A link whose message is being
/// handled by a concurrent handler does not hold: its target can reply while it waits for something else.
///
/// Waits of other kinds (futures joined in a handler, locks) are not seen; deadlines end those.
final class Cycle {
    private Cycle() {}

    /// The names of the actors in the cycle that a wait of the actor closes, the actor first and last; empty if it
    /// closes none. The wait must have been published.
    static List<String> closedBy(Cell<?> actor, Wait first) {
        if (first.target() != actor && first.target().waiting() == null) {
            return List.of();
        }
        List<Wait> chain = new ArrayList<>();
        Wait link = first;
        while (link != null && link.holds() && !chain.contains(link)) {
            chain.add(link);
            if (link.target() == actor) {
                return stillHolds(chain) ? names(actor, chain) : List.of();
            }
            link = link.target().waiting();
        }
        // The chain ends, or runs into a cycle that the actor is no part of and whose members find it.
        return List.of();
    }

    @SuppressWarnings("ReferenceEquality") // the same wait, not an equal one
    private static boolean stillHolds(List<Wait> chain) {
        for (int i = 0; i < chain.size(); i++) {
            @Nullable
            Wait now = i == 0 ? chain.getFirst() : chain.get(i - 1).target().waiting();
            if (now != chain.get(i) || !now.holds()) {
                return false;
            }
        }
        return true;
    }

    private static List<String> names(Cell<?> actor, List<Wait> chain) {
        List<String> names = new ArrayList<>();
        names.add(actor.name());
        chain.forEach(link -> names.add(link.target().name()));
        return names;
    }
}
