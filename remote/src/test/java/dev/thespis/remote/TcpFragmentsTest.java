package dev.thespis.remote;

final class TcpFragmentsTest extends FragmentsContract {
    TcpFragmentsTest() {
        super(Over.TCP);
    }
}
