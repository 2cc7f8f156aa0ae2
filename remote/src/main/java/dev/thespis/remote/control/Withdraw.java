package dev.thespis.remote.control;

import java.util.List;

/// What the sender does not expose any more. Calls that it has got before are still answered.
///
/// @param services of those it has offered
public record Withdraw(List<Offer.Item> services) {}
