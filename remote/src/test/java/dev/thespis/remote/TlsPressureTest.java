package dev.thespis.remote;

final class TlsPressureTest extends PressureContract {
    TlsPressureTest() {
        super(Over.TLS);
    }
}
