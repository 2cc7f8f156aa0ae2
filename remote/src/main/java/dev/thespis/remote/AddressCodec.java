package dev.thespis.remote;

import dev.thespis.actor.internal.Endpoint;
import dev.thespis.wire.Codec;
import dev.thespis.wire.DecodeException;
import dev.thespis.wire.EncodeException;
import dev.thespis.wire.Input;
import dev.thespis.wire.Output;
import dev.thespis.wire.cbor.Cbor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;

/// Writes an address as a capability, and makes an address of one.
///
/// ```
///  d9 54 4a 82     tag 21578 ("TJ") around an array of two
///  78 24 …         the namespace of the capability: "cap:" and 32 hex digits
///  6n …            the simple name of the protocol, for people to read
/// ```
///
/// What an address leads to is known to a connection only: the output and the input say which one it is.
///
/// @param protocol the messages that may be sent to the address
record AddressCodec(Class<?> protocol) implements Codec<Endpoint<?>> {
    private static final byte[] OPENING = {(byte) 0xd9, 0x54, 0x4a, (byte) 0x82};
    private static final Codec<String> TEXT = Cbor.codecs().codec(String.class);

    /// The codec of a type `Address<P>`.
    ///
    /// @throws IllegalArgumentException if `P` is not an interface
    static AddressCodec of(Type type) {
        if (type instanceof ParameterizedType parameterized
                && parameterized.getActualTypeArguments()[0] instanceof Class<?> protocol
                && protocol.isInterface()) return new AddressCodec(protocol);
        throw new IllegalArgumentException(
                type.getTypeName() + ": an address in a message needs its protocol, as in Address<Counter>");
    }

    @Override
    public void write(Endpoint<?> address, Output out) {
        if (!(out.context() instanceof Giving giving))
            throw new EncodeException("an address can be written to a connection only");
        String namespace;
        try {
            namespace = giving.give(address, protocol);
        } catch (NotGiven e) {
            throw e.inMessage();
        }
        out.bytes(OPENING, 0, OPENING.length);
        TEXT.write(namespace, out);
        TEXT.write(protocol.getSimpleName(), out);
    }

    @Override
    public Endpoint<?> read(Input in) throws DecodeException {
        if (!(in.context() instanceof Reaching reaching))
            throw new DecodeException("an address can be read from a connection only");
        if (!in.skipIf(OPENING)) throw new DecodeException("expected an address at offset " + in.offset());
        var namespace = TEXT.read(in);
        var unused = TEXT.read(in);
        return reaching.address(namespace, protocol);
    }
}
