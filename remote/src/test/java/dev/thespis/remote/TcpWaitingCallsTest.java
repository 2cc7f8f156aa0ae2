package dev.thespis.remote;

final class TcpWaitingCallsTest extends WaitingCallsContract {
    TcpWaitingCallsTest() {
        super(Over.TCP);
    }
}
