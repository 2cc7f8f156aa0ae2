package dev.thespis.cli.soak;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.management.JMException;
import javax.management.ObjectName;

/// What lives in a process, counted after a collection: bytes of the heap, threads by name, virtual ones included, and
/// objects of the library by class. Whatever table something is left behind in, its objects show here.
///
/// @param figures by name
record Census(Map<String, Long> figures) {
    static final String HEAP = "heap";
    private static final String THREAD = "thread:";
    private static final String OBJECT = "object:";

    private static final Pattern CLASS =
            Pattern.compile("\\s*\\d+:\\s+(\\d+)\\s+\\d+\\s+(dev\\.thespis\\.(?:actor|remote|wire)\\.\\S+).*");
    private static final Pattern TOTAL = Pattern.compile("Total\\s+\\d+\\s+(\\d+).*");
    private static final Pattern NAME = Pattern.compile("#\\d+ \"([^\"]*)\".*");

    /// Threads of the virtual machine, which come and go as it likes; what the program itself starts has other names.
    private static final Pattern FOREIGN = Pattern.compile(
            "ForkJoinPool.*|.*Compiler.*|.*-unparker|Common-Cleaner|Attach.*|RMI.*|JMX.*|Notification.*|process"
                    + " reaper.*|surefire.*|junit.*|soak-.*");

    /// Of these, a connection keeps 256 of each kind although they are not used at the moment.
    private static final Pattern KEPT = Pattern.compile(
            OBJECT + "dev\\.thespis\\.remote\\." + "(SendWindows\\$Window|ReceiveWindows\\$Inflow|Turnstile)");

    private static final int KEPT_SLACK = 8 * 256;

    private static final long HEAP_SLACK_BYTES = 32L << 20;
    private static final int OBJECT_SLACK = 50;

    static Census take() throws IOException {
        var figures = new TreeMap<String, Long>();
        heap(figures);
        threads(figures);
        return new Census(figures);
    }

    private static void heap(Map<String, Long> figures) throws IOException {
        for (var line : histogram().lines().toList()) {
            var one = CLASS.matcher(line);
            if (one.matches() && !one.group(2).contains("$$"))
                figures.merge(OBJECT + one.group(2), Long.parseLong(one.group(1)), Long::sum);
            var total = TOTAL.matcher(line);
            if (total.matches()) figures.put(HEAP, Long.parseLong(total.group(1)));
        }
    }

    /// It collects before it counts.
    private static String histogram() throws IOException {
        try {
            return (String) ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "gcClassHistogram",
                            new Object[] {new String[0]},
                            new String[] {String[].class.getName()});
        } catch (JMException e) {
            throw new IOException("this Java does not count its objects", e);
        }
    }

    private static void threads(Map<String, Long> figures) throws IOException {
        for (var line : dump()) {
            var name = NAME.matcher(line);
            if (name.matches() && !FOREIGN.matcher(name.group(1)).matches())
                figures.merge(THREAD + name.group(1).replaceAll("\\d.*", "").replace(' ', '_'), 1L, Long::sum);
        }
    }

    /// All threads with what they do, in lines.
    static List<String> dump() throws IOException {
        var folder = Files.createTempDirectory("thespis-threads");
        var file = folder.resolve("dump");
        try {
            dump(file);
            return Files.readAllLines(file);
        } finally {
            Files.deleteIfExists(file);
            Files.delete(folder);
        }
    }

    /// Writes all threads with what they do into a new file.
    static void dump(Path file) throws IOException {
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                .dumpThreads(file.toAbsolutePath().toString(), ThreadDumpFormat.TEXT_PLAIN);
    }

    /// On what connections a census is taken.
    enum Connections {
        /// Those that have been used, and keep some windows of services that they do not use any more.
        USED,
        /// New ones.
        FRESH
    }

    /// What there is more of than there may be. Of threads there may be none more than before; of objects a few, since
    /// some are on their way to be forgotten; of bytes half as many again.
    ///
    /// @param connections in both
    /// @return empty if all is back to where it began
    List<String> excess(Census before, Connections connections) {
        var excess = new ArrayList<String>();
        figures.forEach((name, value) -> {
            var was = before.figures.getOrDefault(name, 0L);
            if (value > allowed(name, was, connections)) excess.add(name + " " + was + " -> " + value);
        });
        return excess;
    }

    private static long allowed(String name, long was, Connections connections) {
        if (name.equals(HEAP)) return was + was / 2 + HEAP_SLACK_BYTES;
        if (connections == Connections.USED && KEPT.matcher(name).matches()) return was + KEPT_SLACK;
        if (name.startsWith(OBJECT)) return was + was / 5 + OBJECT_SLACK;
        return was;
    }

    long heapBytes() {
        return figures.getOrDefault(HEAP, 0L);
    }

    long threadCount() {
        return figures.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(THREAD))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    long objectCount() {
        return figures.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(OBJECT))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /// As one line, for another process.
    String line() {
        return figures.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(" "));
    }

    static Census parse(String line) {
        var figures = new TreeMap<String, Long>();
        for (var figure : line.split(" ", -1)) {
            var at = figure.lastIndexOf('=');
            figures.put(figure.substring(0, at), Long.parseLong(figure.substring(at + 1)));
        }
        return new Census(figures);
    }
}
