/// Small programs, each with one idea. May depend on everything that the library exports; nothing depends on it.
package dev.thespis.examples;
