package dev.thespis.remote;

final class TcpPressureTest extends PressureContract {
    TcpPressureTest() {
        super(Over.TCP);
    }
}
