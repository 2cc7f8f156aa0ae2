package dev.thespis.actor;

import java.lang.reflect.Type;

/// One message of a [Protocol].
///
/// @param type the record
/// @param replyType what a call with it returns, with type arguments; `Void` if there is no answer
/// @param name the record's simple name
public record MessageType(Class<? extends Record> type, Type replyType, String name) {}
