package dev.thespis.cli;

import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/// The option of how long to wait for the other side.
final class Patience {
    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "10",
            converter = Seconds.class,
            description = "How long to wait for an answer, 0.001 to 86400; ${DEFAULT-VALUE} by default.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    Duration timeout;

    /// Reads seconds.
    static final class Seconds implements ITypeConverter<Duration> {
        private static final int MOST = 86_400;

        @Override
        public Duration convert(String text) {
            try {
                var seconds = Double.parseDouble(text);
                if (seconds >= 0.001 && seconds <= MOST) return Duration.ofNanos((long) (seconds * 1e9));
            } catch (NumberFormatException e) {
                // refused below, as a number out of range
            }
            throw new TypeConversionException("'" + text + "' is no number of seconds from 0.001 to " + MOST);
        }
    }
}
