/// The machinery behind addresses and actors. Only `dev.thespis.actor` and `dev.thespis.remote` may depend on it.
package dev.thespis.actor.internal;
