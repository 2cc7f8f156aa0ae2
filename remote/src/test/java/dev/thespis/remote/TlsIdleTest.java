package dev.thespis.remote;

final class TlsIdleTest extends IdleContract {
    TlsIdleTest() {
        super(Over.TLS, 1);
    }
}
