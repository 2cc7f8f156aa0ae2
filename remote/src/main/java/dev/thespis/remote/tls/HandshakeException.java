package dev.thespis.remote.tls;

import java.io.IOException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import org.jspecify.annotations.Nullable;

/// A TLS handshake failed: there is no connection, and nothing was sent but the handshake.
public final class HandshakeException extends IOException {
    private static final long serialVersionUID = 1L;
    private static final int MOST_CHARS = 1_024;

    private final Reason reason;

    /// Why a handshake failed.
    public enum Reason {
        /// It was not completed in time.
        TIMEOUT("it was not completed in time"),
        /// What the other side says is no TLS.
        NOT_TLS("the other side does not speak TLS"),
        /// The other side, or this one, has ended the connection meanwhile.
        CLOSED("the connection has ended meanwhile"),
        /// The other side's certificate leads to nobody who is trusted here.
        UNTRUSTED("the other side's certificate is not signed by anybody who is trusted here"),
        /// The other side's certificate is not valid any more, or not yet.
        EXPIRED("the other side's certificate is not valid at this time"),
        /// The server's certificate is for another host.
        WRONG_HOST("the server's certificate is for another host"),
        /// The client has no certificate, and must have one.
        NO_CERTIFICATE("the client has shown no certificate, and must"),
        /// The other side refuses this one's certificate, or its versions or ciphers.
        REFUSED("the other side refuses"),
        /// Anything else.
        FAILED("it broke down");

        private final String text;

        Reason(String text) {
            this.text = text;
        }
    }

    private HandshakeException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    static HandshakeException of(Reason reason, String with, String detail, @Nullable Throwable cause) {
        var message = "the TLS handshake with " + with + " failed: " + reason.text
                + (detail.isEmpty() ? "" : " (" + excerpt(detail) + ")");
        return new HandshakeException(reason, message, cause);
    }

    /// Finds out from what the JDK throws.
    static HandshakeException of(IOException failure, String with) {
        var root = message(failure);
        for (Throwable at = failure; at != null; at = at.getCause()) {
            var reason = reason(at);
            if (reason != null) return of(reason, with, message(at), failure);
        }
        if (root.contains("Received fatal alert")) return of(Reason.REFUSED, with, root, failure);
        if (root.contains("Empty client certificate chain")) return of(Reason.NO_CERTIFICATE, with, "", failure);
        return of(Reason.FAILED, with, root, failure);
    }

    private static @Nullable Reason reason(Throwable cause) {
        if (cause instanceof CertificateExpiredException || cause instanceof CertificateNotYetValidException)
            return Reason.EXPIRED;
        if (cause instanceof CertPathBuilderException) return Reason.UNTRUSTED;
        if (cause instanceof CertPathValidatorException invalid)
            return invalid.getReason() == BasicReason.EXPIRED || invalid.getReason() == BasicReason.NOT_YET_VALID
                    ? Reason.EXPIRED
                    : Reason.UNTRUSTED;
        // what checks names throws the general one, what checks paths one of its own
        if (cause.getClass() == CertificateException.class && message(cause).startsWith("No "))
            return Reason.WRONG_HOST;
        return null;
    }

    private static String message(Throwable cause) {
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    /// It may be what the other side wrote, and must not be as long as that likes.
    private static String excerpt(String text) {
        return text.length() <= MOST_CHARS ? text : text.substring(0, MOST_CHARS) + "…";
    }

    /// Why it failed.
    ///
    /// @return the reason
    public Reason reason() {
        return reason;
    }
}
