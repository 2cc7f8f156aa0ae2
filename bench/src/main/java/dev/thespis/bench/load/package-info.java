/// What is measured and how load is made, the same for every system. The systems and the harness may depend on it.
package dev.thespis.bench.load;
