/// Further processes of this same program. The commands, the demo and the benchmark may depend on it.
package dev.thespis.cli.child;
