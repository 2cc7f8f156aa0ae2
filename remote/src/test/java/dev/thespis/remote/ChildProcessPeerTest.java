package dev.thespis.remote;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

final class ChildProcessPeerTest extends PeerContract {
    /// What the child process does.
    public static void main(String[] arguments) throws InterruptedException {
        try (var stage = new Stage();
                var peer = ChildProcess.parent(PeerOptions.defaults(), stage::expose)) {
            peer.join();
        }
    }

    @Override
    Peer connect(PeerOptions options, Consumer<Peer> setup) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var builder = new ProcessBuilder(
                        java, "-cp", System.getProperty("java.class.path"), ChildProcessPeerTest.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        return ChildProcess.start(builder, options, setup);
    }

    @Override
    void stop() {}
}
