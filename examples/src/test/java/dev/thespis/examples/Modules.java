package dev.thespis.examples;

import dev.thespis.actor.Nursery;
import dev.thespis.remote.Peer;
import dev.thespis.wire.ServiceId;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/// Programs as they are run: in processes of their own, on the module path.
final class Modules {
    private Modules() {}

    static ProcessBuilder program(Class<?> main, String... arguments) {
        var path = Stream.of(Children.class, Peer.class, Nursery.class, ServiceId.class, NullMarked.class)
                .map(Modules::origin)
                .collect(Collectors.joining(File.pathSeparator));
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command = new ArrayList<>(List.of(java, "-p", path, "-m", "dev.thespis.examples/" + main.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command);
    }

    private static String origin(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
