package dev.thespis.wire.cbor;

import dev.thespis.wire.Unsigned;
import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.AnnotatedWildcardType;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A type as it is used in one place: without variables and wildcards, and with the annotations that matter here.
///
/// @param raw the class
/// @param arguments its type arguments, or an array's element type; empty if it has none, or was written raw
/// @param marks what the annotations say
record TypeUse(Class<?> raw, List<TypeUse> arguments, Set<Mark> marks) {
    enum Mark {
        /// Any annotation of the simple name `Nullable`: there are many, and they mean the same.
        NULLABLE,
        UNSIGNED
    }

    static TypeUse of(Type type, String path) {
        return new Resolver(Map.of(), path).resolve(type, null);
    }

    /// The type of a record's component, in terms of the arguments of the record's type.
    TypeUse component(Type type, AnnotatedType annotated, AnnotatedElement declaration, String path) {
        return new Resolver(bindings(), path).resolve(type, annotated).marked(marksOf(declaration));
    }

    boolean nullable() {
        return marks.contains(Mark.NULLABLE) && !raw.isPrimitive();
    }

    boolean unsigned() {
        return marks.contains(Mark.UNSIGNED);
    }

    TypeUse unmarked() {
        return marks.isEmpty() ? this : new TypeUse(raw, arguments, Set.of());
    }

    TypeUse with(List<TypeUse> otherArguments) {
        return new TypeUse(raw, otherArguments, marks);
    }

    boolean isRaw() {
        return !raw.isArray() && raw.getTypeParameters().length != arguments.size();
    }

    /// This type as reflection has it.
    Type type() {
        if (raw.isArray() || arguments.isEmpty()) return raw;
        return new Parameterized(raw, arguments.stream().map(TypeUse::type).toList());
    }

    private TypeUse marked(Set<Mark> more) {
        if (marks.containsAll(more)) return this;
        var all = EnumSet.copyOf(more);
        all.addAll(marks);
        return new TypeUse(raw, arguments, Set.copyOf(all));
    }

    private Map<TypeVariable<?>, TypeUse> bindings() {
        var bindings = new HashMap<TypeVariable<?>, TypeUse>();
        TypeVariable<?>[] parameters = raw.getTypeParameters();
        if (!raw.isArray()) for (int i = 0; i < arguments.size(); i++) bindings.put(parameters[i], arguments.get(i));
        return bindings;
    }

    private static Set<Mark> marksOf(@Nullable AnnotatedElement annotated) {
        if (annotated == null) return Set.of();
        var marks = EnumSet.noneOf(Mark.class);
        for (var annotation : annotated.getAnnotations()) {
            Class<?> type = annotation.annotationType();
            if (type == Unsigned.class) marks.add(Mark.UNSIGNED);
            if (type.getSimpleName().equals("Nullable")) marks.add(Mark.NULLABLE);
        }
        return Set.copyOf(marks);
    }

    @Override
    public String toString() {
        if (raw.isArray()) return arguments.getFirst() + "[]";
        if (arguments.isEmpty()) return raw.getTypeName();
        return arguments.stream()
                .map(TypeUse::toString)
                .collect(Collectors.joining(", ", raw.getTypeName() + "<", ">"));
    }

    /// Replaces variables and wildcards, and follows the annotations along.
    private record Resolver(Map<TypeVariable<?>, TypeUse> bindings, String path) {
        TypeUse resolve(Type type, @Nullable AnnotatedType annotated) {
            TypeUse plain = plain(type, annotated);
            return plain.marked(marksOf(annotated));
        }

        private TypeUse plain(Type type, @Nullable AnnotatedType annotated) {
            if (type instanceof ParameterizedType generic) return generic(generic, annotated);
            if (type instanceof GenericArrayType array)
                return array(resolve(array.getGenericComponentType(), element(annotated)));
            if (type instanceof WildcardType wildcard)
                return resolve(wildcard.getUpperBounds()[0], upperBound(annotated));
            if (type instanceof TypeVariable<?> variable) return bound(variable);
            if (!(type instanceof Class<?> raw))
                throw new IllegalArgumentException(path + ": " + type + " is no type known here");
            return raw.isArray()
                    ? array(resolve(raw.componentType(), element(annotated)))
                    : new TypeUse(raw, List.of(), Set.of());
        }

        private static TypeUse array(TypeUse element) {
            return new TypeUse(element.raw.arrayType(), List.of(element), Set.of());
        }

        private TypeUse generic(ParameterizedType type, @Nullable AnnotatedType annotated) {
            AnnotatedType[] annotatedArguments = annotated instanceof AnnotatedParameterizedType parameterized
                    ? parameterized.getAnnotatedActualTypeArguments()
                    : null;
            Type[] types = type.getActualTypeArguments();
            var resolved = new ArrayList<TypeUse>();
            for (int i = 0; i < types.length; i++)
                resolved.add(resolve(types[i], annotatedArguments == null ? null : annotatedArguments[i]));
            return new TypeUse((Class<?>) type.getRawType(), List.copyOf(resolved), Set.of());
        }

        private TypeUse bound(TypeVariable<?> variable) {
            TypeUse bound = bindings.get(variable);
            if (bound == null)
                throw new IllegalArgumentException(
                        path + ": the type variable " + variable + " stands for no known type");
            return bound;
        }

        private static @Nullable AnnotatedType element(@Nullable AnnotatedType annotated) {
            return annotated instanceof AnnotatedArrayType array ? array.getAnnotatedGenericComponentType() : null;
        }

        private static @Nullable AnnotatedType upperBound(@Nullable AnnotatedType annotated) {
            return annotated instanceof AnnotatedWildcardType wildcard ? wildcard.getAnnotatedUpperBounds()[0] : null;
        }
    }

    private record Parameterized(Class<?> raw, List<Type> arguments) implements ParameterizedType {
        @Override
        public Type[] getActualTypeArguments() {
            return arguments.toArray(Type[]::new);
        }

        @Override
        public Type getRawType() {
            return raw;
        }

        @Override
        public @Nullable Type getOwnerType() {
            return raw.getDeclaringClass();
        }
    }
}
