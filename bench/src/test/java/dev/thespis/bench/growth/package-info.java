/// Tests of growth.
package dev.thespis.bench.growth;
