package dev.thespis.cli.reference;

import dev.thespis.wire.Unsigned;

/// A record in other records: a map on the wire.
record Inner(@Unsigned int id, String label) {}
