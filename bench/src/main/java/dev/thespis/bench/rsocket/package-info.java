/// RSocket over TCP as a contender.
package dev.thespis.bench.rsocket;
