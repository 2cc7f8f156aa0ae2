/// The records that peers themselves exchange: control services and errors. May depend on `dev.thespis.wire` only.
package dev.thespis.remote.control;
