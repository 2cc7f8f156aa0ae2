package dev.thespis.remote;

final class MemoryFlightTest extends FlightContract {
    MemoryFlightTest() {
        super(Over.MEMORY);
    }
}
