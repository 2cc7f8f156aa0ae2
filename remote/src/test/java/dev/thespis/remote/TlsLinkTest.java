package dev.thespis.remote;

final class TlsLinkTest extends LinkContract {
    TlsLinkTest() {
        super(Site.Over.TLS);
    }
}
