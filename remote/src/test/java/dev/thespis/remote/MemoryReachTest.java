package dev.thespis.remote;

final class MemoryReachTest extends ReachContract {
    @Override
    Web.Over over() {
        return Web.Over.MEMORY;
    }
}
