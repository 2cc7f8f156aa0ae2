package dev.thespis.remote;

final class TcpIdleTest extends IdleContract {
    TcpIdleTest() {
        super(Over.TCP, 0);
    }
}
