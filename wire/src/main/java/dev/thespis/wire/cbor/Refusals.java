package dev.thespis.wire.cbor;

import java.util.Calendar;
import java.util.Collection;
import java.util.Date;
import java.util.Map;
import java.util.Set;

/// What to use instead of a type that can't be part of a message.
final class Refusals {
    private Refusals() {}

    static String advice(TypeUse type) {
        Class<?> raw = type.raw();
        if (type.isRaw()) return "name its type arguments";
        if (Date.class.isAssignableFrom(raw) || Calendar.class.isAssignableFrom(raw)) return "use java.time.Instant";
        if (Set.class.isAssignableFrom(raw)) return "use java.util.Set";
        if (Map.class.isAssignableFrom(raw)) return "use java.util.Map";
        if (Collection.class.isAssignableFrom(raw) || raw == Iterable.class) return "use java.util.List";
        if (raw == CharSequence.class || raw == StringBuilder.class) return "use java.lang.String";
        if (raw == Number.class) return "use long, double or java.math.BigDecimal";
        if (raw == Object.class) return "name the type, or a sealed interface of all that it may be";
        if (raw.isInterface()) return "make it sealed, with records only, or add a codec for it";
        return "use a record, or add a codec for it";
    }
}
