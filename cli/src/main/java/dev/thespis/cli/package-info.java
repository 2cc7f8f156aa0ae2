/// The command line: one command a file. Nothing depends on this package.
package dev.thespis.cli;
