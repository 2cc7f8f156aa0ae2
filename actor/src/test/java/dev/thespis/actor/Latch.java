package dev.thespis.actor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A door that a test opens once; waiting at it is bounded, so that a fault fails the test instead of hanging it.
final class Latch {
    private final CountDownLatch latch = new CountDownLatch(1);

    void open() {
        latch.countDown();
    }

    boolean isOpen() {
        return latch.getCount() == 0;
    }

    /// Waits until the door is open.
    void await() throws InterruptedException {
        assertThat(latch.await(20, TimeUnit.SECONDS)).as("opened in time").isTrue();
    }

    /// Waits as `await` does, whatever interrupts.
    void awaitStubbornly() {
        boolean interrupted = false;
        while (true) {
            try {
                await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// Waits until interrupted, at a door that nobody opens.
    Object stayShut() throws InterruptedException {
        latch.await();
        return "opened";
    }
}
