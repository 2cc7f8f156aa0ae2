package dev.thespis.remote;

final class TcpStatsTest extends StatsContract {
    TcpStatsTest() {
        super(Over.TCP);
    }
}
