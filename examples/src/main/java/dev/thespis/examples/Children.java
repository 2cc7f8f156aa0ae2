package dev.thespis.examples;

import dev.thespis.actor.Nursery;
import dev.thespis.remote.ChildProcess;
import dev.thespis.remote.PeerOptions;
import dev.thespis.remote.Services;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// An actor in a child process, reached over that process's standard input and output.
public final class Children {
    private Children() {}

    /// The child: standard output belongs to the peer, so it prints nothing.
    static final class Child {
        private Child() {}

        public static void main(String[] args) throws Exception {
            try (var nursery = Nursery.open("child")) {
                var services = Services.of(Counter.class, nursery.spawn(Counter.class, Tally::new));
                try (var parent = ChildProcess.parent(PeerOptions.defaults(), self -> self.expose(services))) {
                    parent.join();
                }
            }
        }
    }

    public static void main(String[] args) throws Exception {
        var child = new ProcessBuilder(command()).redirectError(ProcessBuilder.Redirect.INHERIT);
        try (var peer = ChildProcess.start(child, PeerOptions.defaults(), self -> {})) {
            var counter = peer.address(Counter.class);
            counter.send(new Counter.Add(5));
            System.out.println("the child's total is " + counter.call(new Counter.Show()));
        }
    }

    /// This program's own JVM and classes, on the module path or the class path as they are here.
    private static List<String> command() {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        var main = Child.class.getName();
        var module = Child.class.getModule();
        if (module.isNamed()) {
            command.addAll(List.of("-p", System.getProperty("jdk.module.path"), "-m", module.getName() + "/" + main));
        } else {
            command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
        }
        return command;
    }
}
