package dev.thespis.cli.soak;

import java.time.Duration;
import java.util.Random;

/// What is disturbed when, one after the other, from a seed: equal seeds make equal plans.
///
/// *Threading.* Used by one thread.
final class Plan {
    private static final int CABLES = 3;
    private static final int PROCESSES = 2;
    private static final int LONGEST_REST_MILLIS = 2_500;
    private static final int LONGEST_MILLIS = 8_000;
    private static final int SLOWEST = 10_000;
    private static final int FASTEST = 500_000;

    private final Random chance;
    private final Kind kind;

    /// Which of two plans it is, which are carried out at the same time.
    enum Kind {
        CONNECTIONS(0),
        PROCESSES(1);

        private final int salt;

        Kind(int salt) {
            this.salt = salt;
        }
    }

    /// What happens.
    sealed interface Disturbance {
        /// One connection is cut, any.
        record CutOne(int cable, Cable.Cut how, int lot) implements Disturbance {}

        /// All connections of a cable are cut.
        record CutAll(int cable, Cable.Cut how) implements Disturbance {}

        /// For a while, nothing passes in one direction.
        record Hold(int cable, Cable.Direction direction) implements Disturbance {}

        /// For a while, nothing passes.
        record HoldBoth(int cable) implements Disturbance {}

        /// For a while, bytes pass slowly.
        record Slow(int cable, Cable.Direction direction, int bytesPerSecond) implements Disturbance {}

        /// For a while, there are no connections and none can be made.
        record Refuse(int cable) implements Disturbance {}

        /// For a while, a process stands still.
        record Freeze(int process) implements Disturbance {}

        /// A process ends in order; after a while it starts again.
        record Restart(int process) implements Disturbance {}

        /// A process is killed; after a while it starts again.
        record Kill(int process) implements Disturbance {}
    }

    /// One step of the plan.
    ///
    /// @param rest before it
    /// @param lasting how long it lasts, where it lasts
    record Step(Duration rest, Disturbance disturbance, Duration lasting) {}

    Plan(long seed, Kind kind) {
        this.chance = new Random(seed * 31 + kind.salt);
        this.kind = kind;
    }

    Step next() {
        var rest = Duration.ofMillis(200 + chance.nextInt(LONGEST_REST_MILLIS));
        var lasting = Duration.ofMillis(100 + chance.nextInt(chance.nextInt(4) == 0 ? LONGEST_MILLIS : 1_500));
        return switch (kind) {
            case CONNECTIONS -> new Step(rest, connections(), lasting);
            case PROCESSES -> new Step(rest.multipliedBy(4), processes(), lasting);
        };
    }

    private Disturbance connections() {
        var cable = chance.nextInt(CABLES);
        var direction = chance.nextBoolean() ? Cable.Direction.THERE : Cable.Direction.BACK;
        var how = chance.nextBoolean() ? Cable.Cut.END : Cable.Cut.RESET;
        return switch (chance.nextInt(8)) {
            case 0, 1 -> new Disturbance.CutOne(cable, how, chance.nextInt());
            case 2, 3 -> new Disturbance.CutAll(cable, how);
            case 4 -> new Disturbance.Hold(cable, direction);
            case 5 -> new Disturbance.HoldBoth(cable);
            case 6 -> new Disturbance.Slow(cable, direction, chance.nextInt(SLOWEST, FASTEST));
            default -> new Disturbance.Refuse(cable);
        };
    }

    private Disturbance processes() {
        var process = chance.nextInt(PROCESSES);
        return switch (chance.nextInt(3)) {
            case 0 -> new Disturbance.Freeze(process);
            case 1 -> new Disturbance.Restart(process);
            default -> new Disturbance.Kill(process);
        };
    }
}
