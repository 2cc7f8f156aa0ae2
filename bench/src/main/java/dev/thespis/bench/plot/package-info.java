/// Pictures of figures. Depends on nothing.
package dev.thespis.bench.plot;
