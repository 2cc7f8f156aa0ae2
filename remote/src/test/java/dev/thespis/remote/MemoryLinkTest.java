package dev.thespis.remote;

final class MemoryLinkTest extends LinkContract {
    MemoryLinkTest() {
        super(Site.Over.MEMORY);
    }
}
