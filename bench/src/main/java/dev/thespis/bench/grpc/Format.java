package dev.thespis.bench.grpc;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import io.grpc.Drainable;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor.Marshaller;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/// A message in protocol buffers, and its marshaller, which does what gRPC's own one for generated messages does: the
/// size is known beforehand, it is written straight to the transport's buffer, and read from a buffer of the thread's.
interface Format<T> extends Marshaller<T> {
    int size(T message);

    void write(T message, CodedOutputStream out) throws IOException;

    T read(CodedInputStream in) throws IOException;

    @Override
    default InputStream stream(T message) {
        return new Lazy<>(this, message);
    }

    @Override
    default T parse(InputStream in) {
        try {
            if (!(in instanceof KnownLength)) return read(CodedInputStream.newInstance(in));
            var size = in.available();
            var buffer = Lazy.BUFFER.get();
            if (buffer.length < size) {
                buffer = new byte[size];
                Lazy.BUFFER.set(buffer);
            }
            if (in.readNBytes(buffer, 0, size) < size) throw new IOException("the message is cut short");
            return read(CodedInputStream.newInstance(buffer, 0, size));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A message that is written when somebody wants its bytes.
    final class Lazy<T> extends InputStream implements Drainable, KnownLength {
        private static final ThreadLocal<byte[]> BUFFER = ThreadLocal.withInitial(() -> new byte[4096]);

        private final Format<T> format;
        private final T message;
        private final int size;
        private ByteArrayInputStream bytes;
        private boolean drained;

        Lazy(Format<T> format, T message) {
            this.format = format;
            this.message = message;
            this.size = format.size(message);
        }

        @Override
        public int drainTo(OutputStream target) throws IOException {
            var out = CodedOutputStream.newInstance(target, Math.min(size, CodedOutputStream.DEFAULT_BUFFER_SIZE));
            format.write(message, out);
            out.flush();
            drained = true;
            return size;
        }

        @Override
        public int available() {
            if (bytes != null) return bytes.available();
            return drained ? 0 : size;
        }

        @Override
        public int read() throws IOException {
            return written().read();
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            return written().read(target, offset, length);
        }

        private ByteArrayInputStream written() throws IOException {
            if (bytes == null) {
                var all = new byte[size];
                format.write(message, CodedOutputStream.newInstance(all));
                bytes = new ByteArrayInputStream(all);
            }
            return bytes;
        }
    }
}
