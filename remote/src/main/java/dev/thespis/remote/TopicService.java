package dev.thespis.remote;

import dev.thespis.remote.control.Hops;
import dev.thespis.remote.control.Metadata;
import dev.thespis.wire.DecodeException;

/// One message of a topic, as a peer exposes it: sends are published, calls refused.
///
/// @param fanOut where to publish
/// @param offer what the other side is told
record TopicService(FanOut fanOut, OfferedService offer) implements Service {
    @Override
    public long sid() {
        return offer.id().value();
    }

    @Override
    public String name() {
        return offer.namespace() + "::" + offer.name();
    }

    @Override
    public Inbound accept(Arrival arrival) throws DecodeException {
        // before the message it would be taken for ours by those who get it
        if (Metadata.isNext(arrival.message()) || Hops.isNext(arrival.message()))
            throw new DecodeException("there is metadata within the message");
        return arrival.cid != 0 ? new RefusedCall(arrival, this) : new ArrivedPublication(arrival, this);
    }
}
