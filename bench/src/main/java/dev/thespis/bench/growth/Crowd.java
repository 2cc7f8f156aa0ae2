package dev.thespis.bench.growth;

import dev.thespis.bench.load.Callers;
import dev.thespis.bench.load.Times;
import java.util.Arrays;

/// Things that can be called, each caller taking one after the other.
abstract class Crowd implements Subject {
    /// How many calls are on their way at once.
    static final int CALLERS = 256;

    /// Makes one more.
    abstract void add() throws Exception;

    /// Ends the one that was made last.
    abstract void removeLast() throws Exception;

    /// How many there are.
    abstract int size();

    /// Calls one of them, and checks the answer.
    abstract void call(int index, long turn) throws Exception;

    @Override
    public void resize(int size) throws Exception {
        while (size() < size) add();
        while (size() > size) removeLast();
    }

    @Override
    public final long work(long untilNanos) throws Exception {
        return Arrays.stream(Callers.run(CALLERS, untilNanos, (caller, turn) -> callNext(caller + turn * CALLERS)))
                .sum();
    }

    @Override
    public final void single(Times times, long untilNanos) throws Exception {
        var unused = Callers.timed(times, untilNanos, (caller, turn) -> callNext(turn));
    }

    private void callNext(long turn) throws Exception {
        call((int) (turn % size()), turn);
    }
}
