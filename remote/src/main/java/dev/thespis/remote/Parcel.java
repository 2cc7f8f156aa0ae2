package dev.thespis.remote;

import dev.thespis.remote.control.Offer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The capabilities in one frame that is encoded and not written yet. Guarded by the outbox's lock.
final class Parcel {
    /// What goes right before the frame.
    final Set<Offer.Item> offered = new LinkedHashSet<>(4);

    /// What is given with it, each counted once.
    final Set<Export> given = new LinkedHashSet<>(4);

    /// What is given for the first time, and is to be watched once the frame is written.
    final List<Export> fresh = new ArrayList<>(1);

    /// What comes home to the other side, and is held until the frame is written.
    final Set<String> homebound = new LinkedHashSet<>(4);

    /// What leads nowhere any more, and is withdrawn right after the frame.
    final List<OfferedService> dead = new ArrayList<>(0);

    /// The frame with the offer, if it goes later than it was encoded.
    byte[] offer = {};

    void offer(OfferedService service) {
        offered.add(Control.item(service));
    }
}
