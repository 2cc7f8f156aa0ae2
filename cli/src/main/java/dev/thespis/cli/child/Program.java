package dev.thespis.cli.child;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// This program, to be started again in other processes: with the same Java, the same modules or class path, and
/// the same memory and garbage collector.
public final class Program {
    /// The virtual machine warns on standard output, where only what the program prints belongs; and that it can't use
    /// its archive of classes (`cds`, `aot`) it need not tell at all, it only starts a little slower.
    private static final List<String> QUIET =
            List.of("-Xlog:disable", "-Xlog:all=warning:stderr", "-Xlog:cds*=off:stderr", "-Xlog:aot*=off:stderr");

    /// What says how much memory there is and who collects it. Other options name files or ports, which two processes
    /// can't share: recordings, archives of classes, debuggers.
    private static final Pattern SHARED =
            Pattern.compile("-Xm.*|-Xss.*|-XX:[A-Za-z]*(Heap|RAM)[A-Za-z]*=[0-9].*|-XX:[+-]Use.*");

    private final Class<?> main;

    /// Names the program.
    ///
    /// @param main the class where its processes begin
    public Program(Class<?> main) {
        this.main = main;
    }

    /// Starts a process that ends with this one at the latest.
    ///
    /// Its standard error is ours; what it prints otherwise is to be read.
    ///
    /// @param arguments its command line
    /// @return the process
    /// @throws IOException if it can't be started
    public Child start(List<String> arguments) throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(QUIET);
        command.addAll(shared());
        command.add("-D" + Child.MARK + "=true");
        command.addAll(modules());
        command.addAll(arguments);
        return Child.of(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    private static List<String> shared() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> SHARED.matcher(option).matches())
                .toList();
    }

    private List<String> modules() {
        var module = main.getModule();
        if (module.isNamed())
            return List.of("-p", System.getProperty("jdk.module.path"), "-m", module.getName() + "/" + main.getName());
        return List.of("-cp", System.getProperty("java.class.path"), main.getName());
    }
}
