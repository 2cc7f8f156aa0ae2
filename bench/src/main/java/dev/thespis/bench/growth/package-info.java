/// How cost grows with the number of things; the process that is called is started by the one that calls.
package dev.thespis.bench.growth;
