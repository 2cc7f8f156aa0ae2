/// Apache Pekko as a contender: Artery over TCP with Jackson's CBOR between processes, and its actors within one.
package dev.thespis.bench.pekko;
