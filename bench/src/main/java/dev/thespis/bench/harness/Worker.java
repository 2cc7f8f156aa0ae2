package dev.thespis.bench.harness;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.json.JsonMapper;

/// A process of this program that this one has started, with the same Java and class path. It ends with this one, since
/// its standard input does. Used by one thread.
public final class Worker implements AutoCloseable {
    /// The same for every system: some of them still use what Java is about to take away.
    private static final List<String> OPTIONS = List.of(
            "--sun-misc-unsafe-memory-access=allow",
            "--enable-native-access=ALL-UNNAMED",
            "-Xlog:disable",
            "-Xlog:all=warning:stderr");

    private static final String USAGE = "usage";
    private static final String COLLECTED = "collected";
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final long PATIENCE_SECONDS = 60;

    private final Process process;
    private final BufferedReader out;
    private final BufferedWriter in;

    private Worker(Process process) {
        this.process = process;
        this.out = process.inputReader();
        this.in = process.outputWriter();
    }

    /// To be called in such a process: what libraries print goes to standard error from now on.
    ///
    /// @return where its answers go
    public static PrintStream answers() {
        var out = System.out;
        System.setOut(System.err);
        return out;
    }

    /// Starts a process.
    ///
    /// @param prefix a command that runs the rest in its way; may be empty
    /// @param options for the virtual machine
    /// @param main where it begins
    /// @param arguments its command line
    /// @throws IOException if it can't be started
    public static Worker start(List<String> prefix, List<String> options, Class<?> main, List<String> arguments)
            throws IOException {
        var command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(OPTIONS);
        command.addAll(options);
        command.addAll(List.of("-cp", ManagementFactory.getRuntimeMXBean().getClassPath(), main.getName()));
        command.addAll(arguments);
        return new Worker(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /// The next line that it prints.
    ///
    /// @throws IOException if it ends before
    public String line() throws IOException {
        var line = lineOrNull();
        if (line == null) throw new IOException("process " + process.pid() + " ended too early, see above");
        return line;
    }

    /// The next line that it prints, or null if it has ended.
    ///
    /// @throws IOException if reading fails
    public String lineOrNull() throws IOException {
        var line = out.readLine();
        while (line != null && line.startsWith("[")) line = out.readLine(); // a virtual machine tells that it records
        return line;
    }

    /// Tells it something and reads the answer.
    ///
    /// @throws IOException if it has ended
    public String ask(String question) throws IOException {
        in.write(question);
        in.newLine();
        in.flush();
        return line();
    }

    /// What it has used so far.
    ///
    /// @return as of [Usage#now]
    /// @throws IOException if it has ended
    public Usage usage() throws IOException {
        return JSON.readValue(ask(USAGE), Usage.class);
    }

    /// What it has used so far, garbage left out.
    ///
    /// @return as of [Usage#collected]
    /// @throws IOException if it has ended
    public Usage collected() throws IOException {
        return JSON.readValue(ask(COLLECTED), Usage.class);
    }

    /// To be called in such a process: answers what it is asked until there are no more questions.
    ///
    /// @param out where answers go, see [#answers]
    /// @param others answers all but [#usage] and [#collected]
    /// @throws Exception if reading or answering fails
    public static void serve(PrintStream out, Questions others) throws Exception {
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (var line = in.readLine(); line != null; line = in.readLine())
            out.println(
                    switch (line) {
                        case USAGE -> JSON.writeValueAsString(Usage.now());
                        case COLLECTED -> JSON.writeValueAsString(Usage.collected());
                        default -> others.answer(line);
                    });
    }

    /// What else can be asked of a process.
    @FunctionalInterface
    public interface Questions {
        /// Answers.
        ///
        /// @param question one line
        /// @return one line
        /// @throws Exception if it can't; the process ends
        String answer(String question) throws Exception;
    }

    /// Ends it, and waits for that: by force, if it takes more than a minute.
    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            // it has closed its end already
        }
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
