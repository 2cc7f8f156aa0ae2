package dev.thespis.remote.transport;

import java.security.Principal;

/// Nobody in particular: what a transport that authenticates nobody has to say.
public record Anonymous() implements Principal {
    /// The only one.
    public static final Principal PRINCIPAL = new Anonymous();

    @Override
    public String getName() {
        return "anonymous";
    }
}
