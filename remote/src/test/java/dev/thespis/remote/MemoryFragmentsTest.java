package dev.thespis.remote;

final class MemoryFragmentsTest extends FragmentsContract {
    MemoryFragmentsTest() {
        super(Over.MEMORY);
    }
}
