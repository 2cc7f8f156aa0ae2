package dev.thespis.remote;

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
    public Inbound accept(Arrival arrival) {
        return arrival.cid != 0 ? new RefusedCall(arrival, this) : new ArrivedPublication(arrival, this);
    }
}
