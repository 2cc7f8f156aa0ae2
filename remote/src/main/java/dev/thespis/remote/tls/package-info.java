/// TLS on any stream: certificates, handshakes, and who has proved to be what. Depends on `transport` and the events of
/// `actor`; peers and servers depend on it.
package dev.thespis.remote.tls;
