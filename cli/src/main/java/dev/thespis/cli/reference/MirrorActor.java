package dev.thespis.cli.reference;

import dev.thespis.actor.Actor;
import dev.thespis.actor.Handlers;

/// Handles [Mirror]. Without state there is nothing to guard, so that all handlers may run at once.
final class MirrorActor implements Actor<Mirror> {
    /// Far beyond what fits into a frame; a larger text would only cost memory before the reply is refused.
    private static final int MAX_FILL = 16 << 20;

    /// One half of a surrogate pair, which has no place in UTF-8. That is seen only when the reply is written.
    private static final String HALF_A_CHARACTER = "\ud83d";

    @Override
    public Handlers<Mirror> handlers() {
        return Handlers.of(Mirror.class)
                .concurrent(Mirror.Echo.class, Mirror.Echo::text)
                .concurrent(Mirror.Blob.class, Mirror.Blob::bytes)
                .concurrent(Mirror.BlobVec.class, vec -> new Mirror.Numbers(vec.numbers()))
                .concurrent(Mirror.Shape.class, Mirror.Shape::figure)
                .concurrent(Mirror.Everything.class, everything -> everything)
                .concurrent(Mirror.Div.class, MirrorActor::divide)
                .concurrent(Mirror.Fill.class, fill -> fill(fill.length()))
                .concurrent(Mirror.BadReturn.class, bad -> HALF_A_CHARACTER);
    }

    private static Result<Long, String> divide(Mirror.Div div) {
        if (div.b() == 0) return new Result.Err<>("cannot divide " + div.a() + " by 0");
        return new Result.Ok<>(div.a() / div.b());
    }

    private static String fill(long length) {
        if (length < 0 || length > MAX_FILL)
            throw new IllegalArgumentException("length=" + Long.toUnsignedString(length) + ", at most " + MAX_FILL);
        return "x".repeat((int) length);
    }
}
