package dev.thespis.remote;

import dev.thespis.wire.DecodeException;
import dev.thespis.wire.ServiceId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What is exposed under a namespace of its own: an address of this process, or a route to another connection.
///
/// Changed under the monitor of the [Capabilities] that it belongs to.
final class Export {
    final String namespace;
    final Origin origin;

    /// What to do when it leads nowhere any more.
    final Runnable onClose;

    /// By their ids. Guarded by this object's monitor, under which nothing else is taken.
    private final LongTable<Service> services = new LongTable<>();

    /// Of an address of this process.
    private final @Nullable Contract contract;

    /// Of a route: where requests wait, and what tells that it leads nowhere any more.
    private final @Nullable Lane lane;

    private final @Nullable Closing closing;

    long chars;

    /// For how many frames it was given that the other side has not released.
    long count;

    private Export(
            Capabilities capabilities,
            String namespace,
            Origin origin,
            @Nullable Contract contract,
            @Nullable Lane lane,
            @Nullable Closing closing) {
        this.namespace = namespace;
        this.origin = origin;
        this.contract = contract;
        this.lane = lane;
        this.closing = closing;
        this.onClose = () -> capabilities.withdraw(this);
    }

    static Export of(Capabilities capabilities, String namespace, Origin.Here here) {
        var contract = Contract.ofCapability(here.protocol(), namespace, capabilities.codecs());
        return new Export(capabilities, namespace, here, contract, null, null);
    }

    /// @param closing as the holdings of the owner have given it, which hold it until [#letGo]
    static Export of(Capabilities capabilities, String namespace, Origin.There there, Closing closing) {
        return new Export(capabilities, namespace, there, null, new Lane(there.owner()), closing);
    }

    synchronized List<Service> services() {
        var all = new ArrayList<Service>(services.size());
        services.forEach(all::add);
        return all;
    }

    List<OfferedService> offers() {
        return services().stream().map(Service::offer).filter(Objects::nonNull).toList();
    }

    /// All that may be sent to an address of this process.
    List<OfferedService> all() {
        return Objects.requireNonNull(contract).offers();
    }

    /// Makes the service of an offer; null if the address has no such message.
    @Nullable
    Service service(OfferedService offer) {
        if (origin instanceof Origin.There there && lane != null) return new Route(offer, there.owner(), lane);
        if (origin instanceof Origin.Here here && contract != null)
            for (var entry : contract.entries())
                if (entry.id().equals(offer.id()))
                    return new LocalService(entry, here.address(), Services.Pressure.NONE, Gate.open());
        return null;
    }

    synchronized void add(Collection<Service> more, long theirChars) {
        for (var service : more) services.put(service.sid(), service);
        chars += theirChars;
    }

    // Any thread:

    /// Whether it is exposed under that id.
    synchronized boolean grants(ServiceId id) {
        return services.get(id.value()) != null;
    }

    /// Those of the services that are exposed.
    List<OfferedService> granted(List<OfferedService> offers) {
        return offers.stream().filter(offer -> grants(offer.id())).toList();
    }

    /// Looks whether it comes home as what it was given as. Of what came from elsewhere more messages may be known here
    /// than there: but none that would be taken there.
    void check(Contract asked, Class<?> protocol) throws DecodeException {
        var isMore = origin instanceof Origin.Here here && !protocol.isAssignableFrom(here.protocol());
        for (var entry : asked.entries())
            if (!grants(entry.id())
                    && (!(origin instanceof Origin.There there)
                            || there.owner().holdings().isService(entry.id().value()))) isMore = true;
        if (isMore)
            throw new DecodeException("an address came back as one of " + protocol.getSimpleName()
                    + ", which is more than it was given as");
    }

    /// Is told from now on when what it leads to closes; at once, if it has.
    void watch() {
        if (origin instanceof Origin.Here here) here.address().whenClosed(onClose);
        if (closing != null) closing.add(onClose);
    }

    void unwatch() {
        if (origin instanceof Origin.Here here) here.address().noLongerWhenClosed(onClose);
        if (closing != null) closing.remove(onClose);
    }

    /// Does not hold any more what it leads to. Once.
    void letGo() {
        unwatch();
        origin.letGo(namespace);
    }
}
