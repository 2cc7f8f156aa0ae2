package dev.thespis.remote;

final class UnixReconnectingTest extends ReconnectingContract {
    UnixReconnectingTest() {
        super(Site.Over.UNIX);
    }
}
