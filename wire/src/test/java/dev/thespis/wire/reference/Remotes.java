package dev.thespis.wire.reference;

import dev.thespis.wire.Transparent;
import dev.thespis.wire.Tuple;
import dev.thespis.wire.Unsigned;
import java.lang.reflect.Type;
import java.util.Map;

/// The messages of namespace `remotes`.
public interface Remotes {
    @Transparent
    record Add(long n) {}

    record Show() {}

    record Reset() {}

    @Transparent
    record Echo(String text) {}

    @Transparent
    @SuppressWarnings("ArrayRecordComponent")
    record Blob(byte[] bytes) {}

    @Transparent
    @SuppressWarnings("ArrayRecordComponent")
    record BlobVec(@Unsigned byte[] numbers) {}

    record Div(long a, long b) {}

    @Transparent
    record Sleep(@Unsigned long millis) {}

    record Boom() {}

    record Ping() {}

    record BadReturn() {}

    @Transparent
    record Fill(@Unsigned long length) {}

    @Transparent
    record Nop(@Unsigned long n) {}

    record Count() {}

    @Transparent
    record Seq(@Unsigned long n) {}

    record SeqReport() {}

    /// What SeqReport is answered with.
    @Tuple
    record Report(@Unsigned long received, @Unsigned long outOfOrder) {}

    @Transparent
    record CallBack(long n) {}

    @Transparent
    record SendBack(@Unsigned long n) {}

    record Dead() {}

    record Unset() {}

    /// All that are sent, by name.
    Map<String, Type> MESSAGES = Map.ofEntries(
            Map.entry("Add", Add.class),
            Map.entry("Show", Show.class),
            Map.entry("Reset", Reset.class),
            Map.entry("Echo", Echo.class),
            Map.entry("Blob", Blob.class),
            Map.entry("BlobVec", BlobVec.class),
            Map.entry("Everything", Everything.class),
            Map.entry("Shape", Shape.class),
            Map.entry("Div", Div.class),
            Map.entry("Sleep", Sleep.class),
            Map.entry("Boom", Boom.class),
            Map.entry("Ping", Ping.class),
            Map.entry("BadReturn", BadReturn.class),
            Map.entry("Fill", Fill.class),
            Map.entry("Nop", Nop.class),
            Map.entry("Count", Count.class),
            Map.entry("Seq", Seq.class),
            Map.entry("SeqReport", SeqReport.class),
            Map.entry("CallBack", CallBack.class),
            Map.entry("SendBack", SendBack.class),
            Map.entry("Dead", Dead.class),
            Map.entry("Unset", Unset.class));
}
