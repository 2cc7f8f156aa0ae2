package dev.thespis.remote;

final class TcpTracingTest extends TracingContract {
    TcpTracingTest() {
        super(Over.TCP);
    }
}
