/// What all commands tell and are told: exit codes, problems, tables, names of servers and services. All packages
/// of this module may depend on it; it depends on none of them.
package dev.thespis.cli.terminal;
