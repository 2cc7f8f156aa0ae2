package dev.thespis.remote;

final class MemoryWaitingCallsTest extends WaitingCallsContract {
    MemoryWaitingCallsTest() {
        super(Over.MEMORY);
    }
}
