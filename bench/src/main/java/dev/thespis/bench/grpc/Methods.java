package dev.thespis.bench.grpc;

import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;

/// ```
/// service Bench {
///   rpc Add (Add) returns (Number);
///   rpc Echo (Bytes) returns (Bytes);
///   rpc Put (stream Add) returns (Number);
/// }
/// ```
final class Methods {
    static final String SERVICE = "bench.Bench";

    static final MethodDescriptor<Add, Long> ADD = method("Add", MethodType.UNARY, Add.FORMAT, Add.NUMBER);
    static final MethodDescriptor<byte[], byte[]> ECHO = method("Echo", MethodType.UNARY, Add.BYTES, Add.BYTES);
    static final MethodDescriptor<Add, Long> PUT = method("Put", MethodType.CLIENT_STREAMING, Add.FORMAT, Add.NUMBER);

    private Methods() {}

    private static <Q, R> MethodDescriptor<Q, R> method(
            String name, MethodType type, Format<Q> asks, Format<R> answers) {
        return MethodDescriptor.newBuilder(asks, answers)
                .setType(type)
                .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, name))
                .build();
    }
}
