package dev.thespis.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thespis.actor.Nursery;
import dev.thespis.remote.Peer;
import dev.thespis.wire.ServiceId;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Tests run on the class path, programs on the module path: here a program does what the tests can't.
class ModulePathTest {
    @Test
    @Timeout(60)
    void aProgramAndItsChildRunAsModules() throws Exception {
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-p",
                        List.of(Children.class, Peer.class, Nursery.class, ServiceId.class, NullMarked.class).stream()
                                .map(ModulePathTest::origin)
                                .collect(Collectors.joining(File.pathSeparator)),
                        "-m",
                        "dev.thespis.examples/" + Children.class.getName())
                .redirectErrorStream(true)
                .start();
        var printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        assertThat(printed.lines()).containsExactly("the child's total is 5");
    }

    private static String origin(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (java.net.URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
