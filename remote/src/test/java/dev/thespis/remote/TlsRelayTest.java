package dev.thespis.remote;

final class TlsRelayTest extends RelayContract {
    @Override
    Web.Over over() {
        return Web.Over.TLS;
    }
}
