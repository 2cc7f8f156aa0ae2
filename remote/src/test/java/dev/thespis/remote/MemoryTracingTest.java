package dev.thespis.remote;

final class MemoryTracingTest extends TracingContract {
    MemoryTracingTest() {
        super(Over.MEMORY);
    }
}
