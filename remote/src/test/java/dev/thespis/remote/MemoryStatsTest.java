package dev.thespis.remote;

final class MemoryStatsTest extends StatsContract {
    MemoryStatsTest() {
        super(Over.MEMORY);
    }
}
