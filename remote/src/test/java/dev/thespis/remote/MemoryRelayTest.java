package dev.thespis.remote;

final class MemoryRelayTest extends RelayContract {
    @Override
    Web.Over over() {
        return Web.Over.MEMORY;
    }
}
