package dev.thespis.cli;

import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads a number of seconds on the command line.
final class Seconds implements ITypeConverter<Duration> {
    private static final double LEAST = 0.001;
    private static final int MOST = 86_400;

    @Override
    public Duration convert(String text) {
        try {
            var seconds = Double.parseDouble(text);
            if (seconds >= LEAST && seconds <= MOST) return Duration.ofNanos((long) (seconds * 1e9));
        } catch (NumberFormatException e) {
            // refused below, as a number out of range
        }
        throw new TypeConversionException("'" + text + "' is no number of seconds from " + LEAST + " to " + MOST);
    }
}
