package dev.thespis.remote;

import dev.thespis.actor.internal.Endpoint;

/// One message type that is exposed, and the actor that handles it.
///
/// @param entry the service
/// @param target where its messages go
/// @param pressure whether calls of legacy peers need a permit
record LocalService(Contract.Entry entry, Endpoint<?> target, Services.Pressure pressure) {}
