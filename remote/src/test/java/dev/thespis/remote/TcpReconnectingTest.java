package dev.thespis.remote;

final class TcpReconnectingTest extends ReconnectingContract {
    TcpReconnectingTest() {
        super(Site.Over.TCP);
    }
}
