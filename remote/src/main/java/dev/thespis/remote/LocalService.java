package dev.thespis.remote;

import dev.thespis.actor.Message;
import dev.thespis.actor.internal.Endpoint;
import dev.thespis.wire.DecodeException;
import dev.thespis.wire.cbor.Cbor;

/// One message type that is exposed, and the actor that handles it.
///
/// @param entry the service
/// @param target where its messages go
/// @param pressure whether calls of legacy peers need a permit
/// @param gate who may use it
record LocalService(Contract.Entry entry, Endpoint<?> target, Services.Pressure pressure, Gate gate)
        implements Service {
    @Override
    public long sid() {
        return entry.id().value();
    }

    @Override
    public OfferedService offer() {
        return new OfferedService(entry.namespace(), entry.name(), entry.id(), entry.shape());
    }

    @Override
    public String name() {
        return entry.service();
    }

    @Override
    public Inbound accept(Arrival arrival) throws DecodeException {
        // addresses are known to the reader only as long as their frame is at hand
        if (arrival.isLong && arrival.connection.holdings().atHand().isEmpty())
            return new InboundRequest(arrival, this);
        var message = (Message<?, ?>) Cbor.decode(entry.request(), arrival.message());
        return new InboundRequest(arrival, this, message);
    }
}
