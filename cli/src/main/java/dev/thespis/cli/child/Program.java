package dev.thespis.cli.child;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// This program, to be started again in other processes: with the same Java, the same modules or class path, and the
/// same
/// options of the virtual machine.
public final class Program {
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
        command.addAll(options());
        command.addAll(modules());
        command.addAll(arguments);
        return Child.of(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    private static List<String> options() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.startsWith("-Xm") || option.startsWith("-Xs") || option.startsWith("-XX:"))
                .toList();
    }

    private List<String> modules() {
        var module = main.getModule();
        if (module.isNamed())
            return List.of("-p", System.getProperty("jdk.module.path"), "-m", module.getName() + "/" + main.getName());
        return List.of("-cp", System.getProperty("java.class.path"), main.getName());
    }
}
