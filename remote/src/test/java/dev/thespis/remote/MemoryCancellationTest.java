package dev.thespis.remote;

final class MemoryCancellationTest extends CancellationContract {
    MemoryCancellationTest() {
        super(Over.MEMORY);
    }
}
