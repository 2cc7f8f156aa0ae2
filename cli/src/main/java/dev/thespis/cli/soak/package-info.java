/// Load for a long time over connections and processes that are disturbed, and the comparison of what all sides have
/// noted down. Only the commands may depend on it.
package dev.thespis.cli.soak;
