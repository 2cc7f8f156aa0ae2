package dev.thespis.remote;

final class MemorySpansTest extends SpansContract {
    MemorySpansTest() {
        super(Over.MEMORY);
    }
}
