package dev.thespis.cli.soak;

import dev.thespis.cli.child.Program;
import dev.thespis.cli.soak.Census.Connections;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// A server, a relay and those who use them, disturbed in all ways for a long time. Then the books are compared.
///
/// ```
/// this process: links ---- cable ---- relay ---- cable ---- server
///               links, visitors ------------ cable -------- server
/// ```
///
/// Everything runs undisturbed first, to see what lives in each process when nobody does anything; then under load and
/// disturbed; then it has to come back to that.
public final class Soak {
    private static final Duration CALM = Duration.ofSeconds(3);
    private static final Duration BACK = Duration.ofSeconds(90);
    private static final Duration STUCK = Duration.ofMinutes(2);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final int MOST_EXCESS = 10;

    private final Program program;
    private final long seed;
    private final Duration time;
    private final Consumer<String> log;
    private final Findings findings = new Findings();
    private final Tally tally = new Tally(findings::add);
    private final Path folder;

    /// What came of it.
    ///
    /// @param findings what should not be; none if all is well
    /// @param figures what was done
    /// @param folder where books and dumps are left if there are findings
    public record Report(List<String> findings, Map<String, Object> figures, Path folder) {
        /// Copies both.
        public Report {
            findings = List.copyOf(findings);
            figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
        }
    }

    /// Makes one.
    ///
    /// @param program what to start as server and relay
    /// @param seed of everything that is left to chance
    /// @param time how long it is disturbed
    /// @param log is told what is disturbed, line by line, in any thread
    /// @throws IOException if there is no room for the books
    public Soak(Program program, long seed, Duration time, Consumer<String> log) throws IOException {
        this.program = program;
        this.seed = seed;
        this.time = time;
        this.log = log;
        this.folder = Files.createTempDirectory("thespis-soak");
    }

    /// Runs it.
    ///
    /// @return what came of it
    /// @throws IOException if a process can't be started
    /// @throws InterruptedException if interrupted; no process is left
    public Report run() throws IOException, InterruptedException {
        var figures = new LinkedHashMap<String, Object>();
        try (var toRelay = new Cable("client-relay");
                var toServer = new Cable("relay-server");
                var direct = new Cable("client-server");
                var server = new Resident(
                        "server",
                        program,
                        life -> List.of("soak-server", journal(life).toString()),
                        List.of(toServer, direct));
                var relay = new Resident(
                        "relay",
                        program,
                        life -> List.of("soak-relay", "127.0.0.1:" + toServer.port()),
                        List.of(toRelay))) {
            server.start();
            relay.start();
            var processes = List.of(server, relay);
            var disturber = new Disturber(List.of(toRelay, toServer, direct), processes, log, findings::add);
            var heard = folder.resolve("heard");
            List<Book> books;
            try (var load = new Load(seed, heard, tally)) {
                load.link("relayed", toRelay);
                load.link("direct", direct);
                load.visitor(direct, server, disturber);
                load.visitor(direct, server, disturber);
                var survived = load(load, disturber, processes, figures);
                books = load.books();
                if (survived) end(load, figures);
                else dump(processes);
            }
            for (var process : processes)
                if (!process.end()) findings.add("HANGS: the " + process.name() + " did not end when it was told to");
            audit(books, server, heard, figures);
            figures.put("disturbances", disturber.count());
            figures.put("server lives", server.lives().size());
            figures.put("relay lives", relay.lives().size());
        }
        if (findings.texts().isEmpty()) delete();
        return new Report(findings.texts(), figures, folder);
    }

    private Path journal(int life) {
        return folder.resolve("server-" + life);
    }

    /// Undisturbed, disturbed, undisturbed.
    ///
    /// @return false if something hangs
    private boolean load(Load load, Disturber disturber, List<Resident> processes, Map<String, Object> figures)
            throws IOException, InterruptedException {
        load.awaitConnected();
        load.start();
        Thread.sleep(CALM);
        if (!stop(load)) return false;
        var before = take(processes);
        log.accept("at first: " + described(before));
        figures.put("before", described(before));
        if (!renew(load)) return false;
        var freshBefore = take(processes);
        load.start();
        var end = System.nanoTime() + time.toNanos();
        var plans = new ArrayList<Thread>();
        for (var kind : Plan.Kind.values()) {
            var plan = new Plan(seed, kind);
            plans.add(Thread.ofVirtual().name("soak-plan").start(() -> carryOut(disturber, plan, end)));
        }
        if (!watch(plans)) return false;
        log.accept("all is calm again");
        Thread.sleep(CALM);
        load.awaitConnected();
        if (!stop(load)) return false;
        load.awaitConnected();
        var after = back(processes, before, Connections.USED);
        log.accept("at last: " + described(after));
        figures.put("after", described(after));
        if (!renew(load)) return false;
        var freshAfter = back(processes, freshBefore, Connections.FRESH);
        log.accept("over new connections: " + described(freshAfter));
        figures.put("before, over new connections", described(freshBefore));
        figures.put("after, over new connections", described(freshAfter));
        return true;
    }

    /// What was kept for the connections that have been used for long goes with them. The new ones are used for a
    /// moment, since an address of a link holds the connection that it was used over last.
    ///
    /// @return false if something hangs
    private boolean renew(Load load) throws InterruptedException {
        load.renew();
        load.start();
        Thread.sleep(CALM);
        return stop(load);
    }

    private void carryOut(Disturber disturber, Plan plan, long end) {
        try {
            disturber.run(plan, end);
        } catch (IOException | RuntimeException e) {
            findings.add("UNEXPECTED: a disturbance has failed: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean stop(Load load) throws InterruptedException {
        if (load.stop()) return true;
        findings.add("HANGS: what was begun is not completed");
        return false;
    }

    /// Waits for the plans to end, and sees that the load gets on meanwhile.
    private boolean watch(List<Thread> plans) throws InterruptedException {
        var seen = tally.total();
        var seenAt = System.nanoTime();
        for (var plan : plans) {
            while (!plan.join(LOOK)) {
                var now = tally.total();
                if (now != seen) seenAt = System.nanoTime();
                seen = now;
                if (System.nanoTime() - seenAt < STUCK.toNanos()) continue;
                findings.add("HANGS: nothing gets on any more");
                for (var each : plans) each.interrupt();
                return false;
            }
        }
        return true;
    }

    private static Map<String, Census> take(List<Resident> processes) throws IOException, InterruptedException {
        var all = new LinkedHashMap<String, Census>();
        all.put("client", Census.take());
        for (var process : processes) all.put(process.name(), process.census());
        return all;
    }

    /// Waits until there is no more than before in any process.
    private Map<String, Census> back(List<Resident> processes, Map<String, Census> before, Connections connections)
            throws IOException, InterruptedException {
        var end = System.nanoTime() + BACK.toNanos();
        while (true) {
            var now = take(processes);
            var excess = new ArrayList<String>();
            now.forEach((name, census) -> {
                for (var one : census.excess(before.getOrDefault(name, census), connections))
                    excess.add(name + ": " + one);
            });
            if (excess.isEmpty()) return now;
            if (System.nanoTime() - end > 0) {
                excess.stream().limit(MOST_EXCESS).forEach(one -> findings.add("LEFT BEHIND: " + one));
                dump(processes);
                return now;
            }
            Thread.sleep(LOOK);
        }
    }

    private void dump(List<Resident> processes) throws IOException, InterruptedException {
        var own = folder.resolve("threads-client");
        if (!Files.exists(own)) Census.dump(own);
        for (var process : processes) {
            var file = folder.resolve("threads-" + process.name());
            if (!Files.exists(file)) process.dump(file);
        }
    }

    private void end(Load load, Map<String, Object> figures) {
        figures.put("requests", tally.total());
        figures.put("by kind", tally.byKind());
        figures.put("failures", tally.byFailure());
        figures.put("met over addresses in messages", tally.attestedCount());
        figures.put("undisturbed visits", load.settle());
    }

    private void audit(List<Book> books, Resident server, Path heard, Map<String, Object> figures) throws IOException {
        var audit = new Audit(books);
        var lives = server.lives();
        for (var life = 0; life < lives.size(); life++)
            if (Files.exists(journal(life)))
                audit.incarnation(
                        journal(life), lives.get(life).killedAt() == null ? Audit.End.IN_ORDER : Audit.End.KILLED);
        audit.heard(heard);
        audit.findings().forEach(findings::add);
        figures.put("handled", audit.handledCount());
        figures.put("connections to the server", audit.connectionCount());
        figures.put("published", audit.publishedCount());
        figures.put("received by subscribers", audit.heardCount());
    }

    private static String described(Map<String, Census> all) {
        var text = new ArrayList<String>();
        all.forEach((name, census) -> text.add(name + " " + (census.heapBytes() >> 10) + " KiB, " + census.threadCount()
                + " threads, " + census.objectCount() + " objects"));
        return String.join("; ", text);
    }

    private void delete() throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }
}
