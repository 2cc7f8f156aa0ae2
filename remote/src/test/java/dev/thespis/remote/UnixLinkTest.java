package dev.thespis.remote;

final class UnixLinkTest extends LinkContract {
    UnixLinkTest() {
        super(Site.Over.UNIX);
    }
}
