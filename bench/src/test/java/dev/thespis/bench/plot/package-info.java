/// Tests of plot.
package dev.thespis.bench.plot;
