package dev.thespis.remote;

final class TcpFlightTest extends FlightContract {
    TcpFlightTest() {
        super(Over.TCP);
    }
}
