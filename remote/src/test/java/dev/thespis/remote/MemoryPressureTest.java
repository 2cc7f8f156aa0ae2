package dev.thespis.remote;

final class MemoryPressureTest extends PressureContract {
    MemoryPressureTest() {
        super(Over.MEMORY);
    }
}
