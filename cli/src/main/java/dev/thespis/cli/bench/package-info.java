/// Calls and sends between two processes, beside a raw socket. The commands may depend on it.
package dev.thespis.cli.bench;
