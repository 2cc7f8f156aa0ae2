package dev.thespis.remote;

import dev.thespis.remote.transport.Duplex;
import dev.thespis.remote.transport.Transports;
import java.io.IOException;
import java.util.concurrent.LinkedBlockingQueue;

/// Accepts connections within this process: as many as a test likes, whatever files the process may open.
final class MemoryListener implements Listener {
    private final LinkedBlockingQueue<Accepted> arrivals = new LinkedBlockingQueue<>();
    private volatile boolean open = true;

    /// Connects from an address.
    Duplex connect(String address) {
        var ends = Transports.memory();
        arrivals.add(new Accepted(ends.get(0), address));
        return ends.get(1);
    }

    @Override
    public Accepted accept() throws IOException {
        try {
            var arrival = arrivals.take();
            if (open) return arrival;
            throw new IOException("closed");
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Override
    public String local() {
        return "memory";
    }

    @Override
    public int port() {
        return 0;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void close() {
        open = false;
        connect("");
    }
}
