package dev.thespis.remote;

final class MemoryIdleTest extends IdleContract {
    MemoryIdleTest() {
        super(Over.MEMORY, 1);
    }
}
