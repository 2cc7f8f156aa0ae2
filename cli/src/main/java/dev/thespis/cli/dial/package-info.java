/// How commands connect, with TLS or without. Any of this module's packages may depend on it; it depends on none of
/// them.
package dev.thespis.cli.dial;
