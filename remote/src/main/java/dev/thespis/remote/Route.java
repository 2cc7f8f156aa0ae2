package dev.thespis.remote;

/// A service of a capability that a relay has passed on: its requests go to where the capability came from.
final class Route implements Service, Way {
    private final OfferedService offer;
    private final Connection owner;
    private final Lane lane;

    Route(OfferedService offer, Connection owner, Lane lane) {
        this.offer = offer;
        this.owner = owner;
        this.lane = lane;
    }

    @Override
    public long sid() {
        return offer.id().value();
    }

    @Override
    public OfferedService offer() {
        return offer;
    }

    @Override
    public String name() {
        return offer.namespace() + "::" + offer.name();
    }

    @Override
    public Inbound accept(Arrival arrival) {
        return new RelayedRequest(arrival, this, name());
    }

    /// Holds the address where it came from.
    ///
    /// @return false if it is not held there any more
    boolean keep() {
        return owner.holdings().keep(offer.namespace()) != null;
    }

    void letGo() {
        owner.holdings().release(offer.namespace());
    }

    @Override
    public Object order() {
        return owner;
    }

    @Override
    public void forward(RelayedRequest request) {
        if (!request.isRefused()) lane.add(request);
    }
}
