/// Duplex streams of bytes that peers run over. Depends on the JDK only.
package dev.thespis.remote.transport;
