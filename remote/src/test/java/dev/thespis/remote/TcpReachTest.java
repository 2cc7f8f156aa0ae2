package dev.thespis.remote;

final class TcpReachTest extends ReachContract {
    @Override
    Web.Over over() {
        return Web.Over.TCP;
    }
}
