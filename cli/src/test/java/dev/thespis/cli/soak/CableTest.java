package dev.thespis.cli.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thespis.cli.soak.Cable.Cut;
import dev.thespis.cli.soak.Cable.Direction;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class CableTest {
    private static final int MILLIS = 100;
    private ServerSocket server;
    private Cable cable;
    private Socket near;
    private Socket far;

    @BeforeEach
    void connect() throws IOException {
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        cable = new Cable("test");
        cable.leadTo(server.getLocalPort());
        near = new Socket(InetAddress.getLoopbackAddress(), cable.port());
        far = server.accept();
    }

    @AfterEach
    void close() throws IOException {
        near.close();
        far.close();
        cable.close();
        server.close();
    }

    private static void passes(Socket from, Socket to) throws IOException {
        from.getOutputStream().write(7);
        assertThat(to.getInputStream().read()).isEqualTo(7);
    }

    @Test
    void passesBytesOnInBothDirectionsAndTheEndOfOne() throws IOException {
        passes(near, far);
        passes(far, near);
        near.shutdownOutput();
        assertThat(far.getInputStream().read()).isEqualTo(-1);
        passes(far, near);
    }

    @Test
    void holdsOneDirectionUpUntilItIsOpened() throws IOException {
        cable.valve(Direction.THERE).shut();
        near.getOutputStream().write(7);
        far.setSoTimeout(MILLIS);
        assertThatThrownBy(() -> far.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        passes(far, near);
        cable.valve(Direction.THERE).open();
        far.setSoTimeout(0);
        assertThat(far.getInputStream().read()).isEqualTo(7);
    }

    @Test
    void passesSlowlyWhatItPassesSlowly() throws IOException {
        cable.valve(Direction.BACK).limit(1_000);
        far.getOutputStream().write(new byte[300]);
        assertThat(near.getInputStream().readNBytes(300)).hasSize(300);
    }

    @Test
    void cutsInOrderOrByAResetEvenWhileItHoldsUp() throws IOException {
        cable.valve(Direction.BACK).shut();
        cable.cutAll(Cut.END);
        assertThat(near.getInputStream().read()).isEqualTo(-1);
        assertThat(far.getInputStream().read()).isEqualTo(-1);
        cable.valve(Direction.BACK).open();
        try (var again = new Socket(InetAddress.getLoopbackAddress(), cable.port());
                var accepted = server.accept()) {
            passes(again, accepted);
            cable.cutOne(Cut.RESET, -5);
            assertThatThrownBy(() -> again.getInputStream().read()).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> accepted.getInputStream().read()).isInstanceOf(IOException.class);
        }
    }

    @Test
    void refusesAndLeadsToAnotherPort() throws IOException {
        cable.refuse(true);
        try (var refused = new Socket(InetAddress.getLoopbackAddress(), cable.port())) {
            assertThat(refused.getInputStream().read()).isEqualTo(-1);
        }
        cable.refuse(false);
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            cable.leadTo(other.getLocalPort());
            try (var again = new Socket(InetAddress.getLoopbackAddress(), cable.port());
                    var accepted = other.accept()) {
                passes(again, accepted);
            }
        }
    }
}
