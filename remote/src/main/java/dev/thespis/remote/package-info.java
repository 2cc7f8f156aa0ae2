/// Peers, what they expose, and what happens to them. May depend on `transport`, `tls` and `control`, which do not
/// depend on it.
package dev.thespis.remote;
