/// What the peers write to the flight recorder of the JDK, which reads the fields. Depends on `jdk.jfr` only; for
/// `dev.thespis.remote`.
package dev.thespis.remote.flight;
