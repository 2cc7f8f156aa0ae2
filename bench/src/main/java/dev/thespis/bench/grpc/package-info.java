/// gRPC over Netty as a contender.
package dev.thespis.bench.grpc;
