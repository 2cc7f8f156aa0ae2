package dev.thespis.remote;

import dev.thespis.actor.CallFailure;
import dev.thespis.actor.CallFailure.Handled;
import dev.thespis.wire.ServiceId;
import java.util.List;

/// A service whose requests a relay passes on; or all those that nothing else takes.
final class RelayedService implements Service, Way {
    /// Stands for any service: an id that none has.
    static final ServiceId ANY = ServiceId.ERRORS;

    private final Exposure exposure;
    private final OfferedService offer;
    private volatile List<Peer> targets;

    RelayedService(Exposure exposure, OfferedService offer, List<Peer> targets) {
        this.exposure = exposure;
        this.offer = offer;
        this.targets = targets;
    }

    void targets(List<Peer> now) {
        targets = now;
    }

    /// Leaves those out that are none of some targets.
    void keepAmong(List<Peer> all) {
        targets = targets.stream().filter(all::contains).toList();
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
        return new RelayedRequest(arrival, this, sid() == arrival.sid ? name() : new ServiceId(arrival.sid).toString());
    }

    @Override
    public Object order() {
        return exposure;
    }

    @Override
    public void forward(RelayedRequest request) {
        if (request.isRefused()) return;
        var among = targets;
        if (among.isEmpty()) {
            request.refuse(new CallFailure.ConnectionLost("relay", "it has no target at the moment", Handled.NO));
            return;
        }
        Peer target;
        try {
            target = among.size() == 1 ? among.getFirst() : choose(request, among);
        } catch (Exception | Error e) { // whatever it is, the request must be answered
            request.connection.failed(new PeerError.ChoiceFailed(request.service, request.cid(), e));
            request.refuse(new CallFailure.HandlerFailed(request.service));
            return;
        }
        exposure.pass(request, target.connection(), offer.namespace());
    }

    private Peer choose(RelayedRequest request, List<Peer> among) {
        var relayed = new Choice.Relayed(new ServiceId(request.sid), request.connection.caller(), request.message());
        var target = exposure.relay().choice().choose(relayed, among);
        if (!among.contains(target)) throw new IllegalStateException("the choice is none of the targets: " + target);
        return target;
    }
}
