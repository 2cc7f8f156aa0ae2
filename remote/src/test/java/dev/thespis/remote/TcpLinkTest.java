package dev.thespis.remote;

final class TcpLinkTest extends LinkContract {
    TcpLinkTest() {
        super(Site.Over.TCP);
    }
}
