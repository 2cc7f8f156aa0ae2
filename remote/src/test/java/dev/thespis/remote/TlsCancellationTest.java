package dev.thespis.remote;

final class TlsCancellationTest extends CancellationContract {
    TlsCancellationTest() {
        super(Over.TLS);
    }
}
