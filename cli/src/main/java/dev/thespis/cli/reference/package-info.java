/// The reference services, and the suite that checks any server of them. The commands may depend on it.
package dev.thespis.cli.reference;
