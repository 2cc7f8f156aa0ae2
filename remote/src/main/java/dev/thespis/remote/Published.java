package dev.thespis.remote;

import dev.thespis.actor.internal.Endpoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.locks.ReentrantLock;

/// The namespaces of the addresses that a topic publishes.
///
/// An address that is published often has the same one each time, so that its subscribers hold one capability and not
/// one for each message. It is forgotten with the address. Guarded by the lock.
final class Published {
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Endpoint<?>, Map<Class<?>, String>> namespaces = new WeakHashMap<>();

    /// An address, and what stands for it.
    ///
    /// @param namespace under which all subscribers reach it
    /// @param protocol what they may send to it
    record Named(String namespace, Endpoint<?> address, Class<?> protocol) {}

    /// Collects the addresses of one message while that is written.
    final class Collector implements Giving {
        private final List<Named> addresses = new ArrayList<>();

        @Override
        public String give(Endpoint<?> address, Class<?> protocol) {
            var named = new Named(namespace(address, protocol), address, protocol);
            if (!addresses.contains(named)) addresses.add(named);
            return named.namespace;
        }

        Enclosed enclosed() {
            return addresses.isEmpty() ? Enclosed.NOTHING : new Enclosed.Written(List.copyOf(addresses));
        }
    }

    /// A capability of another process keeps its name: so that process, if it subscribes, knows it for its own.
    private String namespace(Endpoint<?> address, Class<?> protocol) {
        if (address instanceof RemoteAddress<?> remote && remote.isCapabilityOf(protocol)) return remote.namespace();
        lock.lock();
        try {
            return namespaces
                    .computeIfAbsent(address, fresh -> new HashMap<>())
                    .computeIfAbsent(protocol, fresh -> Capabilities.freshNamespace());
        } finally {
            lock.unlock();
        }
    }
}
