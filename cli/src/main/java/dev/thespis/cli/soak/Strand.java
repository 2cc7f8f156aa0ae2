package dev.thespis.cli.soak;

import dev.thespis.cli.soak.Cable.Cut;
import java.io.IOException;
import java.net.Socket;

/// One connection through a [Cable].
final class Strand {
    private static final int BUFFER_BYTES = 16 * 1024;

    private final Socket near;
    private final Socket far;
    private volatile boolean cut;

    Strand(Socket near, Socket far) {
        this.near = near;
        this.far = far;
    }

    /// Passes bytes on until both directions have ended.
    void run(String name, Valve there, Valve back) {
        var other = Thread.ofVirtual().name("soak-strand-back-" + name).start(() -> pump(far, near, back));
        pump(near, far, there);
        var interrupted = false;
        while (true) {
            try {
                other.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) Thread.currentThread().interrupt();
    }

    private void pump(Socket from, Socket to, Valve valve) {
        var buffer = new byte[BUFFER_BYTES];
        try {
            var in = from.getInputStream();
            var out = to.getOutputStream();
            while (true) {
                var count = in.read(buffer, 0, valve.portion(buffer.length));
                if (count < 0) break;
                valve.pass(count, () -> cut);
                out.write(buffer, 0, count);
            }
            to.shutdownOutput();
        } catch (IOException e) {
            // one side has gone so, and the other one is to see that; unless it is somebody here who closes both
            if (!cut) cut(Cut.RESET);
        } catch (InterruptedException e) {
            cut(Cut.END);
        }
    }

    boolean isCut() {
        return cut;
    }

    void cut(Cut how) {
        cut = true;
        end(near, how);
        end(far, how);
    }

    private static void end(Socket socket, Cut how) {
        try (socket) {
            if (how == Cut.RESET) socket.setSoLinger(true, 0);
        } catch (IOException e) {
            // it has ended already
        }
    }
}
