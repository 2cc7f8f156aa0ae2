package dev.thespis.remote;

import java.util.concurrent.ConcurrentHashMap;

/// Services that were offered on some connection: thousands of connections are offered the same ones, and need not have
/// as many copies of their names.
///
/// Peers choose what is kept here, so it is bounded, and begins anew when it is full. Services of capabilities never
/// come here, since theirs are names that nobody else is to be shown.
final class KnownServices {
    private static final int MOST = 1_024;
    private static final int LONGEST_CHARS = 256;
    private static final ConcurrentHashMap<OfferedService, OfferedService> KNOWN = new ConcurrentHashMap<>();

    private KnownServices() {}

    /// An equal one that others may hold, too.
    static OfferedService shared(OfferedService service) {
        if (Offers.chars(service) > LONGEST_CHARS) return service;
        var known = KNOWN.get(service);
        if (known != null) return known;
        if (KNOWN.size() >= MOST) KNOWN.clear();
        KNOWN.put(service, service);
        return service;
    }
}
