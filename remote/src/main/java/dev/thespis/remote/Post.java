package dev.thespis.remote;

/// One encoded message, shared by all subscribers that it waits for.
final class Post {
    final TopicService service;
    final byte[] bytes;

    Post(TopicService service, byte[] bytes) {
        this.service = service;
        this.bytes = bytes;
    }
}
