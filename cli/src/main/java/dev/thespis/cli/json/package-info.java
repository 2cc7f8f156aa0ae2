/// JSON to CBOR and back, without the classes of messages. The commands may depend on it.
package dev.thespis.cli.json;
