package dev.thespis.remote;

final class MemoryReconnectingTest extends ReconnectingContract {
    MemoryReconnectingTest() {
        super(Site.Over.MEMORY);
    }
}
