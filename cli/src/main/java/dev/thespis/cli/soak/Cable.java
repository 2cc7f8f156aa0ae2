package dev.thespis.cli.soak;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// What lies between two processes: passes bytes on between those that connect to it and the port that it leads to, and
/// can be cut, held up and slowed down.
///
/// *Threading.* Safe for use by any number of threads.
final class Cable implements AutoCloseable {
    private static final int CONNECT_MILLIS = 5_000;

    /// Which way bytes go.
    enum Direction {
        THERE,
        BACK
    }

    /// How a connection is cut.
    enum Cut {
        /// Both sides see an end.
        END,
        /// Both sides see a reset, and what was on its way is gone.
        RESET
    }

    private final String name;
    private final ServerSocket socket;
    private final Map<Direction, Valve> valves = Map.of(Direction.THERE, new Valve(), Direction.BACK, new Valve());
    private final Set<Strand> strands = ConcurrentHashMap.newKeySet();
    private volatile int target;
    private volatile boolean refusing;

    Cable(String name) throws IOException {
        this.name = name;
        this.socket = new ServerSocket();
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Thread.ofVirtual().name("soak-cable-" + name).start(this::run);
    }

    String name() {
        return name;
    }

    int port() {
        return socket.getLocalPort();
    }

    /// Connections made from now on lead there.
    void leadTo(int port) {
        target = port;
    }

    /// Whether new connections are ended at once.
    void refuse(boolean value) {
        refusing = value;
    }

    Valve valve(Direction direction) {
        var valve = valves.get(direction);
        if (valve == null) throw new IllegalStateException("direction=" + direction);
        return valve;
    }

    void cutAll(Cut how) {
        for (var strand : strands) strand.cut(how);
    }

    /// Cuts one connection of those that have not been cut.
    ///
    /// @param lot which of them, any number
    void cutOne(Cut how, int lot) {
        var all = strands.stream().filter(strand -> !strand.isCut()).toList();
        if (!all.isEmpty()) all.get(Math.floorMod(lot, all.size())).cut(how);
    }

    private void run() {
        while (!socket.isClosed()) {
            try {
                var near = socket.accept();
                Thread.ofVirtual().name("soak-strand-" + name).start(() -> connect(near));
            } catch (IOException e) {
                // closed, or the one that connected has gone
            }
        }
    }

    private void connect(Socket near) {
        var far = new Socket();
        var strand = new Strand(near, far);
        strands.add(strand);
        try {
            if (refusing) throw new IOException("refused");
            near.setTcpNoDelay(true);
            far.setTcpNoDelay(true);
            far.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target), CONNECT_MILLIS);
            strand.run(name, valve(Direction.THERE), valve(Direction.BACK));
        } catch (IOException e) {
            // as the one that connected will see
        } finally {
            strand.cut(Cut.END);
            strands.remove(strand);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
        cutAll(Cut.END);
        valves.values().forEach(Valve::open);
    }
}
