package dev.thespis.remote;

final class TcpCancellationTest extends CancellationContract {
    TcpCancellationTest() {
        super(Over.TCP);
    }
}
