package dev.thespis.wire.cbor;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/// The variants of a sealed interface: its records, and those of the sealed interfaces that it permits.
///
/// @param variants in the order of their declaration
record SealedType(List<Variant> variants) {
    /// One variant.
    ///
    /// @param name on the wire
    /// @param type the record, with type arguments as they follow from the interface's
    record Variant(String name, TypeUse type) {}

    static SealedType of(TypeUse type, String path) {
        if (type.isRaw())
            throw new IllegalArgumentException(
                    path + ": " + type.raw().getTypeName() + " is without its type arguments");
        var variants = new ArrayList<Variant>();
        collect(type, path, variants);
        var names = new HashSet<String>();
        for (Variant variant : variants)
            if (!names.add(variant.name))
                throw new IllegalArgumentException(
                        path + ": two variants of " + type + " have the name \"" + variant.name + "\"");
        return new SealedType(List.copyOf(variants));
    }

    private static void collect(TypeUse type, String path, List<Variant> into) {
        for (Class<?> permitted : type.raw().getPermittedSubclasses()) {
            TypeUse use = inferred(permitted, type, path);
            if (permitted.isRecord()) {
                var variant = new Variant(RecordType.name(permitted, permitted.getSimpleName()), use);
                // It may be there already: two of the interfaces may permit it.
                if (!into.contains(variant)) into.add(variant);
            } else if (permitted.isInterface() && permitted.isSealed()) {
                collect(use, path, into);
            } else {
                throw new IllegalArgumentException(path + ": " + permitted.getTypeName() + ", permitted by "
                        + type.raw().getTypeName() + ", is neither a record nor a sealed interface");
            }
        }
    }

    /// Fills in the type arguments of a permitted class by matching what it implements with the interface's type.
    private static TypeUse inferred(Class<?> permitted, TypeUse parent, String path) {
        TypeVariable<?>[] variables = permitted.getTypeParameters();
        var arguments = new ArrayList<TypeUse>();
        for (TypeVariable<?> variable : variables) arguments.add(argument(variable, permitted, parent, path));
        return TypeUse.of(permitted, path).with(List.copyOf(arguments));
    }

    private static TypeUse argument(TypeVariable<?> variable, Class<?> permitted, TypeUse parent, String path) {
        for (Type type : permitted.getGenericInterfaces())
            if (type instanceof ParameterizedType implemented && implemented.getRawType() == parent.raw()) {
                Type[] given = implemented.getActualTypeArguments();
                for (int i = 0; i < given.length; i++)
                    if (given[i].equals(variable)) return parent.arguments().get(i);
            }
        throw new IllegalArgumentException(path + ": what " + variable + " of " + permitted.getTypeName()
                + " stands for does not follow from " + parent);
    }
}
