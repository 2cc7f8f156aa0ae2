package dev.thespis.bench.harness;

import dev.thespis.cli.child.Child;

/// The process that keeps cores awake: it is started with idle priority, and runs only where nobody else wants to.
public final class SpinMain {
    private SpinMain() {}

    /// Spins until its parent has gone.
    ///
    /// @param arguments how many cores
    public static void main(String[] arguments) {
        Child.endWithParent();
        for (var n = 0; n < Integer.parseInt(arguments[0]); n++)
            Thread.ofPlatform().start(SpinMain::spin);
        System.out.println("spinning");
    }

    @SuppressWarnings("InfiniteLoop") // ends with the process
    private static void spin() {
        while (true) {}
    }
}
