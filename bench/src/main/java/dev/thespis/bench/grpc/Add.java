package dev.thespis.bench.grpc;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;

/// `message Add { int64 n = 1; string tag = 2; }`, written and read as the code that `protoc` generates does.
record Add(long n, String tag) {
    private static final int N = 1;
    private static final int TAG = 2;

    static final Format<Add> FORMAT = new Format<>() {
        @Override
        public int size(Add add) {
            return (add.n == 0 ? 0 : CodedOutputStream.computeInt64Size(N, add.n))
                    + CodedOutputStream.computeStringSize(TAG, add.tag);
        }

        @Override
        public void write(Add add, CodedOutputStream out) throws IOException {
            if (add.n != 0) out.writeInt64(N, add.n);
            out.writeString(TAG, add.tag);
        }

        @Override
        public Add read(CodedInputStream in) throws IOException {
            var n = 0L;
            var tag = "";
            for (var key = in.readTag(); key != 0; key = in.readTag()) {
                switch (WireFormat.getTagFieldNumber(key)) {
                    case N -> n = in.readInt64();
                    case TAG -> tag = in.readStringRequireUtf8();
                    default -> in.skipField(key);
                }
            }
            return new Add(n, tag);
        }
    };

    /// `message Number { int64 n = 1; }`
    static final Format<Long> NUMBER = new Format<>() {
        @Override
        public int size(Long n) {
            return n == 0 ? 0 : CodedOutputStream.computeInt64Size(N, n);
        }

        @Override
        public void write(Long n, CodedOutputStream out) throws IOException {
            if (n != 0) out.writeInt64(N, n);
        }

        @Override
        public Long read(CodedInputStream in) throws IOException {
            return in.readTag() == 0 ? 0 : in.readInt64();
        }
    };

    /// `message Bytes { bytes data = 1; }`
    static final Format<byte[]> BYTES = new Format<>() {
        @Override
        public int size(byte[] data) {
            return CodedOutputStream.computeByteArraySize(N, data);
        }

        @Override
        public void write(byte[] data, CodedOutputStream out) throws IOException {
            out.writeByteArray(N, data);
        }

        @Override
        public byte[] read(CodedInputStream in) throws IOException {
            return in.readTag() == 0 ? new byte[0] : in.readByteArray();
        }
    };
}
