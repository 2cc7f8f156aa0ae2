/// Upstream servers that a relay passes requests on to, and how they are. The command depends on it.
package dev.thespis.cli.relay;
