package dev.thespis.remote;

import dev.thespis.actor.internal.Endpoint;
import dev.thespis.wire.DecodeException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The addresses in a frame that is passed on, as they were offered right before it.
///
/// Where each leads is found out when the frame arrives, and held until it is passed on: meanwhile whoever has sent it
/// may release what it has sent, and what it leads to may go.
final class Carried implements Reaching {
    /// No addresses.
    static final Carried NOTHING = new Carried(null, List.of());

    private final @Nullable Connection from;
    private final List<OfferedService> offers;
    private final List<One> all = new ArrayList<>(1);
    private boolean reserved;

    /// @param given what it stands for, if the other side was given it before
    /// @param offers no others than those of that
    private record One(
            String namespace, Origin origin, @Nullable Export given, List<OfferedService> offers) {}

    private Carried(@Nullable Connection from, List<OfferedService> offers) {
        this.from = from;
        this.offers = offers;
        if (from != null)
            Offers.byNamespace(offers).forEach((namespace, ofIt) -> {
                var given = from.capabilities().given(namespace);
                var granted = given == null ? ofIt : given.granted(ofIt);
                all.add(new One(namespace, Origin.of(from, namespace), given, granted));
            });
    }

    /// What came right before the frame at hand. For the reader of the connection.
    static Carried by(Connection from) {
        var offers = from.holdings().atHand();
        return offers.isEmpty() ? NOTHING : new Carried(from, offers);
    }

    /// The same, with a frame that is to wait.
    ///
    /// @return null if too much of that waits already: offers take no credit
    static @Nullable Carried waiting(Connection from) {
        var offers = from.holdings().atHand();
        if (offers.isEmpty()) return NOTHING;
        if (!from.holdings().reserve(offers)) return null;
        var carried = new Carried(from, offers);
        carried.reserved = true;
        return carried;
    }

    boolean isEmpty() {
        return offers.isEmpty();
    }

    long chars() {
        return Offers.chars(offers);
    }

    /// Gives them to who gets the frame, which is being written.
    ///
    /// @throws NotGiven if that can't be
    void giveTo(Capabilities capabilities) {
        for (var one : all) capabilities.pass(one.namespace, one.origin, one.offers);
    }

    /// The frame is passed on, or never will be. Once.
    void letGo() {
        if (from == null) return;
        for (var one : all) one.origin.letGo(one.namespace);
        if (reserved) from.holdings().free(offers);
    }

    @Override
    public Endpoint<?> address(String namespace, Class<?> protocol) throws DecodeException {
        if (from == null) throw new DecodeException("an address was not offered with its message");
        for (var one : all)
            if (one.namespace.equals(namespace)) return one.origin.reach(from, namespace, one.given, protocol);
        return from.holdings().addressLater(namespace, protocol);
    }
}
