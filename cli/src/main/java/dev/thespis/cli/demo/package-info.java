/// Counting the words of files in another process. The commands may depend on it.
package dev.thespis.cli.demo;
