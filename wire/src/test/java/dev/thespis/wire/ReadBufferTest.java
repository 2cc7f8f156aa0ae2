package dev.thespis.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ReadBufferTest {
    private final ReadBuffer buffer = new ReadBuffer();

    private int fill(int bytes, long pendingBytes) throws Exception {
        return buffer.fill(new ChunkedChannel(new byte[bytes], () -> bytes), pendingBytes);
    }

    private void fillAndConsume(int bytes) throws Exception {
        fill(bytes, 24);
        buffer.consume(buffer.available());
    }

    @Test
    void startsSmall() {
        assertThat(buffer.array()).hasSize(ReadBuffer.SMALLEST_BYTES);
    }

    @Test
    void growsForManySmallFramesUpToABatch() throws Exception {
        for (int i = 0; i < 20; i++) fillAndConsume(1 << 20);

        assertThat(buffer.array()).hasSize(ReadBuffer.BATCH_BYTES);
    }

    @Test
    void growsByDoublingWhateverALargeFrameClaims() throws Exception {
        for (int capacity = ReadBuffer.SMALLEST_BYTES; capacity <= 1 << 20; capacity *= 2) {
            assertThat(buffer.array())
                    .hasSizeLessThanOrEqualTo(Math.max(ReadBuffer.SMALLEST_BYTES, 2 * buffer.available()));
            while (buffer.available() < capacity) fill(capacity - buffer.available(), 1L << 30);
        }

        assertThat(buffer.array()).hasSize(1 << 20);
    }

    @Test
    void readsAtMostABatchAtOnce() throws Exception {
        while (buffer.available() < 1 << 18) fill(1 << 20, 1L << 30);

        assertThat(fill(1 << 20, 1L << 30)).isEqualTo(ReadBuffer.BATCH_BYTES);
    }

    @Test
    void growsNoFurtherThanTheFrameNeeds() throws Exception {
        while (buffer.available() < 100_000) fill(100_000 - buffer.available(), 100_000);

        assertThat(buffer.array()).hasSize(100_000);
    }

    @Test
    void fallsBackBehindALargeFrame() throws Exception {
        while (buffer.available() < 1 << 20) fill((1 << 20) - buffer.available(), 1 << 20);
        buffer.consume(1 << 20);
        fill(10, 24);
        fill(10, 24);

        assertThat(buffer.array()).hasSize(ReadBuffer.BATCH_BYTES);
    }

    @Test
    void pingsOfAnIdleConnectionMakeItSmall() throws Exception {
        for (int i = 0; i < 20; i++) fillAndConsume(1 << 20);
        for (int i = 0; i < 10; i++) fillAndConsume(30);

        assertThat(buffer.array()).hasSize(ReadBuffer.SMALLEST_BYTES);
    }

    @Test
    void staysLargeWhileReadsAre() throws Exception {
        for (int i = 0; i < 20; i++) fillAndConsume(1 << 20);
        for (int i = 0; i < 100; i++) fillAndConsume(i % 5 == 0 ? 40_000 : 30);

        assertThat(buffer.array()).hasSize(ReadBuffer.BATCH_BYTES);
    }

    @Test
    void keepsWhatIsNotConsumed() throws Exception {
        byte[] bytes = new byte[300];
        for (int i = 0; i < bytes.length; i++) bytes[i] = (byte) i;
        var channel = new ChunkedChannel(bytes, () -> 100);

        buffer.fill(channel, 24);
        buffer.consume(60);
        buffer.fill(channel, 24);
        buffer.consume(30);
        while (buffer.fill(channel, 24) > 0) {}

        assertThat(Arrays.copyOfRange(buffer.array(), buffer.index(), buffer.index() + buffer.available()))
                .isEqualTo(Arrays.copyOfRange(bytes, 90, 300));
    }

    @Test
    void refusesToFillWhileItIsFullOfFrames() throws Exception {
        while (buffer.available() < ReadBuffer.BATCH_BYTES) fill(1 << 20, 24);

        assertThatIllegalStateException().isThrownBy(() -> fill(1, 24));
    }
}
