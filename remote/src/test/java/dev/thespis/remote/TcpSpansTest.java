package dev.thespis.remote;

final class TcpSpansTest extends SpansContract {
    TcpSpansTest() {
        super(Over.TCP);
    }
}
