package dev.thespis.wire.reference;

import dev.thespis.wire.Unsigned;

public record Inner(@Unsigned int id, String label) {}
