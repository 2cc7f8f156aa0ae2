package dev.thespis.wire.cbor;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The constructor and the accessors of a record, with all classes erased to [Object]: so the code that calls them
/// needs not see the record.
///
/// @param constructor takes the components; primitive types stay
/// @param accessors take the record
record RecordAccess(MethodHandle constructor, List<MethodHandle> accessors) {
    static RecordAccess to(RecordType type, String path) {
        Class<?> raw = type.raw();
        try {
            return find(type, MethodHandles.publicLookup());
        } catch (IllegalAccessException hidden) {
            // Not public, or in a package that is not exported: it must be open to us.
        }
        try {
            RecordAccess.class.getModule().addReads(raw.getModule());
            return find(type, MethodHandles.privateLookupIn(raw, MethodHandles.lookup()));
        } catch (IllegalAccessException e) {
            throw new IllegalArgumentException(
                    path + ": no access to " + raw.getTypeName() + "; open package " + raw.getPackageName()
                            + " to dev.thespis.wire (or export it and make the record public)",
                    e);
        }
    }

    private static RecordAccess find(RecordType type, MethodHandles.Lookup lookup) throws IllegalAccessException {
        Class<?>[] parameters = Arrays.stream(type.raw().getRecordComponents())
                .map(component -> component.getType())
                .toArray(Class<?>[]::new);
        MethodHandle constructor;
        try {
            constructor = lookup.findConstructor(type.raw(), MethodType.methodType(void.class, parameters));
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("a record has its canonical constructor", e);
        }
        var accessors = new ArrayList<MethodHandle>();
        for (RecordType.Component component : type.components())
            accessors.add(erased(lookup.unreflect(component.accessor())));
        return new RecordAccess(erased(constructor), List.copyOf(accessors));
    }

    private static MethodHandle erased(MethodHandle handle) {
        return handle.asType(handle.type().erase());
    }
}
