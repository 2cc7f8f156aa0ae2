package dev.thespis.actor;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads with which type arguments a class implements a generic interface, through interfaces in between.
final class TypeArguments {
    private TypeArguments() {}

    /// The type arguments for which `type` implements `target`; empty if it does not, or without arguments.
    static List<Type> of(Class<?> type, Class<?> target) {
        return search(type, target, Map.of());
    }

    /// Whether nothing in the type is left open.
    static boolean resolved(Type type) {
        return switch (type) {
            case TypeVariable<?> variable -> false;
            case ParameterizedType generic ->
                Stream.of(generic.getActualTypeArguments()).allMatch(TypeArguments::resolved);
            case GenericArrayType array -> resolved(array.getGenericComponentType());
            case WildcardType wildcard -> false;
            default -> true;
        };
    }

    private static List<Type> search(Class<?> type, Class<?> target, Map<TypeVariable<?>, Type> bindings) {
        for (Type parent : type.getGenericInterfaces()) {
            Class<?> raw = raw(parent);
            if (raw == null || !target.isAssignableFrom(raw)) {
                continue;
            }
            List<Type> arguments = arguments(parent, bindings);
            return raw == target ? arguments : search(raw, target, bind(raw, arguments));
        }
        return List.of();
    }

    private static @Nullable Class<?> raw(Type type) {
        return switch (type) {
            case Class<?> plain -> plain;
            case ParameterizedType generic -> (Class<?>) generic.getRawType();
            default -> null;
        };
    }

    private static List<Type> arguments(Type type, Map<TypeVariable<?>, Type> bindings) {
        return type instanceof ParameterizedType generic
                ? Stream.of(generic.getActualTypeArguments())
                        .map(argument -> substitute(argument, bindings))
                        .toList()
                : List.of();
    }

    private static Map<TypeVariable<?>, Type> bind(Class<?> type, List<Type> arguments) {
        Map<TypeVariable<?>, Type> bindings = new HashMap<>();
        for (int i = 0; i < arguments.size(); i++) {
            bindings.put(type.getTypeParameters()[i], arguments.get(i));
        }
        return bindings;
    }

    private static Type substitute(Type type, Map<TypeVariable<?>, Type> bindings) {
        return switch (type) {
            case TypeVariable<?> variable -> bindings.getOrDefault(variable, variable);
            case ParameterizedType generic ->
                resolved(generic) ? generic : new Substituted(generic, arguments(generic, bindings));
            default -> type;
        };
    }

    /// A generic type whose arguments were replaced; equal to the same type written out.
    private static final class Substituted implements ParameterizedType {
        private final ParameterizedType original;
        private final List<Type> arguments;

        Substituted(ParameterizedType original, List<Type> arguments) {
            this.original = original;
            this.arguments = arguments;
        }

        @Override
        public Type[] getActualTypeArguments() {
            return arguments.toArray(Type[]::new);
        }

        @Override
        public Type getRawType() {
            return original.getRawType();
        }

        @Override
        public @Nullable Type getOwnerType() {
            return original.getOwnerType();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof ParameterizedType that
                    && that.getRawType().equals(getRawType())
                    && List.of(that.getActualTypeArguments()).equals(arguments);
        }

        @Override
        public int hashCode() {
            // As the JDK computes it, so that a written-out type finds this one in a map.
            Type owner = getOwnerType();
            return java.util.Arrays.hashCode(getActualTypeArguments())
                    ^ (owner == null ? 0 : owner.hashCode())
                    ^ getRawType().hashCode();
        }

        @Override
        public String getTypeName() {
            return getRawType().getTypeName() + "<"
                    + String.join(
                            ", ", arguments.stream().map(Type::getTypeName).toList()) + ">";
        }

        @Override
        public String toString() {
            return getTypeName();
        }
    }
}
