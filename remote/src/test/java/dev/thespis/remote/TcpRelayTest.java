package dev.thespis.remote;

final class TcpRelayTest extends RelayContract {
    @Override
    Web.Over over() {
        return Web.Over.TCP;
    }
}
