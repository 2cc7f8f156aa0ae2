package dev.thespis.bench.harness;

import dev.thespis.bench.grpc.Grpc;
import dev.thespis.bench.load.Contender;
import dev.thespis.bench.load.LocalSends;
import dev.thespis.bench.ours.LocalThespis;
import dev.thespis.bench.ours.Thespis;
import dev.thespis.bench.pekko.Artery;
import dev.thespis.bench.pekko.LocalPekko;
import dev.thespis.bench.raw.RawHandOver;
import dev.thespis.bench.raw.RawSocket;
import dev.thespis.bench.rsocket.RSocketTcp;
import java.util.List;

/// All systems that are compared.
final class Contenders {
    /// The one that the others are compared with.
    static final String OURS = "thespis";

    private static final List<Contender> REMOTE = List.of(
            new RawSocket(),
            Thespis.plain(),
            Thespis.wide(),
            new Grpc("grpc", true),
            new Grpc("grpc-plain", false),
            new RSocketTcp(),
            new Artery());

    private Contenders() {}

    static List<String> names() {
        return REMOTE.stream().map(Contender::name).toList();
    }

    static Contender remote(String name) {
        return REMOTE.stream()
                .filter(contender -> contender.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("system=" + name + ", known are " + names()));
    }

    /// The systems whose connections can be counted in the thousands, and are worth it.
    static boolean hasIdleConnections(String name) {
        return !List.of("raw", "thespis-wide", "grpc-plain").contains(name);
    }

    static boolean isLocal(String name) {
        return List.of("raw", "thespis", "pekko").contains(name);
    }

    /// A [dev.thespis.bench.load.Local] if it has actors.
    static LocalSends local(String name) {
        return switch (name) {
            case "raw" -> new RawHandOver();
            case "thespis" -> new LocalThespis();
            case "pekko" -> new LocalPekko();
            default -> throw new IllegalArgumentException("system=" + name + " is no system of one process");
        };
    }
}
