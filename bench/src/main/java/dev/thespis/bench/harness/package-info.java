/// Runs the contenders in processes of their own, and tells what came out. Nothing depends on this package.
package dev.thespis.bench.harness;
