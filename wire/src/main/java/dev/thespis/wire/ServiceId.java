package dev.thespis.wire;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// The number by which a service is known on the wire: the same in every process, version and language.
///
/// It is the xxHash64 (seed 0) of the UTF-8 text `namespace :: Name`, with the spaces: `remotes :: Add` is
/// `0x6440cfd17c374646`. Two numbers are reserved: 0 for errors, all ones for replies.
///
/// @param value the number, unsigned
public record ServiceId(long value) {
    /// What error frames carry instead of a service.
    public static final ServiceId ERRORS = new ServiceId(0);

    /// What replies carry instead of a service.
    public static final ServiceId REPLIES = new ServiceId(-1);

    /// Computes the id of a service.
    ///
    /// @param namespace what groups services: `remotes`
    /// @param name the message's name: `Add`
    /// @return its id; see [#isReserved()]
    public static ServiceId of(String namespace, String name) {
        return ofText(namespace + " :: " + name);
    }

    /// Computes the hash of a text as it is.
    ///
    /// @param text any text
    /// @return its id; see [#isReserved()]
    public static ServiceId ofText(String text) {
        return new ServiceId(XxHash64.hash(text.getBytes(StandardCharsets.UTF_8)));
    }

    /// Whether no service may have this id.
    ///
    /// @return true for [#ERRORS] and [#REPLIES]
    public boolean isReserved() {
        return value == ERRORS.value || value == REPLIES.value;
    }

    /// The id as people write it.
    ///
    /// @return `0x` and 16 hexadecimal digits
    @Override
    public String toString() {
        return "0x" + HexFormat.of().toHexDigits(value);
    }
}
