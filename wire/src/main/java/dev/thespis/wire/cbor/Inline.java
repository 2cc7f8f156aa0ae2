package dev.thespis.wire.cbor;

import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.util.Locale;

/// How generated code handles a component: those of primitive types, and texts, with a direct call; others through
/// their node.
@SuppressWarnings("ImmutableEnumChecker") // A ClassDesc is immutable, but does not say so to Error Prone.
enum Inline {
    LONG(ConstantDescs.CD_long, ConstantDescs.CD_Long, Numbers.class, "Long", "Long"),
    UNSIGNED_LONG(ConstantDescs.CD_long, ConstantDescs.CD_Long, Numbers.class, "UnsignedLong", "UnsignedLong"),
    UNSIGNED_INT(ConstantDescs.CD_int, ConstantDescs.CD_Integer, Numbers.class, "UnsignedInt", "UnsignedInt"),
    UNSIGNED_SHORT(ConstantDescs.CD_short, ConstantDescs.CD_Short, Numbers.class, "UnsignedShort", "UnsignedShort"),
    UNSIGNED_BYTE(ConstantDescs.CD_byte, ConstantDescs.CD_Byte, Numbers.class, "UnsignedByte", "UnsignedByte"),
    INT(ConstantDescs.CD_int, ConstantDescs.CD_Integer, Numbers.class, "Int", "Int"),
    SHORT(ConstantDescs.CD_short, ConstantDescs.CD_Short, Numbers.class, "Int", "Short"),
    BYTE(ConstantDescs.CD_byte, ConstantDescs.CD_Byte, Numbers.class, "Int", "Byte"),
    BOOLEAN(ConstantDescs.CD_boolean, ConstantDescs.CD_Boolean, Numbers.class, "Boolean", "Boolean"),
    FLOAT(ConstantDescs.CD_float, ConstantDescs.CD_Float, Numbers.class, "Float", "Float"),
    DOUBLE(ConstantDescs.CD_double, ConstantDescs.CD_Double, Numbers.class, "Double", "Double"),
    CHAR(ConstantDescs.CD_char, ConstantDescs.CD_Character, Text.class, "Char", "Char"),
    TEXT(ConstantDescs.CD_String, ConstantDescs.CD_String, Text.class, "Text", "Text"),
    NODE(ConstantDescs.CD_Object, ConstantDescs.CD_Object, Node.class, "", "");

    /// The type of the component in generated code.
    final ClassDesc type;

    /// The same type as a reference.
    final ClassDesc boxed;

    /// The class that has the methods.
    final ClassDesc holder;

    /// The static method that writes it to an output.
    final String writer;

    /// The static method that reads it from an input.
    final String reader;

    Inline(ClassDesc type, ClassDesc boxed, Class<?> holder, String writer, String reader) {
        this.type = type;
        this.boxed = boxed;
        this.holder = ClassDesc.ofDescriptor(holder.descriptorString());
        this.writer = "write" + writer;
        this.reader = "read" + reader;
    }

    static Inline of(RecordType.Component component) {
        TypeUse type = component.type();
        Class<?> raw = type.raw();
        if (raw == String.class) return type.nullable() ? NODE : TEXT;
        if (!raw.isPrimitive()) return NODE;
        return valueOf((type.unsigned() ? "UNSIGNED_" : "") + raw.getName().toUpperCase(Locale.ROOT));
    }

    TypeKind kind() {
        return TypeKind.from(type);
    }

    /// What the writing method's parameter is: integers of less than 32 bits are written as if they had them.
    ClassDesc written() {
        return kind() == TypeKind.SHORT || kind() == TypeKind.BYTE ? ConstantDescs.CD_int : type;
    }
}
