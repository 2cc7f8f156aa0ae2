package dev.thespis.wire.cbor;

import dev.thespis.wire.Name;
import dev.thespis.wire.Transparent;
import dev.thespis.wire.Tuple;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/// What of a record matters on the wire.
///
/// @param raw its class
/// @param layout how it is laid out
/// @param components in the order of their declaration
record RecordType(Class<?> raw, Layout layout, List<Component> components) {
    /// How a record is laid out.
    enum Layout {
        /// No components: null.
        UNIT,
        /// The one component alone.
        TRANSPARENT,
        /// An array.
        TUPLE,
        /// A map from names.
        MAP
    }

    /// One component.
    ///
    /// @param name on the wire
    /// @param type its type, with the record's type arguments filled in
    /// @param accessor what reads it
    record Component(String name, TypeUse type, Method accessor) {}

    /// Each component has a slot or two of a method's 255 parameters, and some are needed besides.
    private static final int MOST_COMPONENTS = 120;

    static RecordType of(TypeUse type, String path) {
        Class<?> raw = type.raw();
        RecordComponent[] declared = raw.getRecordComponents();
        if (declared.length > MOST_COMPONENTS)
            throw new IllegalArgumentException(path + ": " + raw.getTypeName() + " has " + declared.length
                    + " components, at most " + MOST_COMPONENTS + " are supported; group them in records");
        if (type.isRaw())
            throw new IllegalArgumentException(path + ": " + raw.getTypeName() + " is without its type arguments");
        Layout layout = layout(raw, declared.length, path);
        var components = new ArrayList<Component>();
        var names = new HashSet<String>();
        for (RecordComponent component : declared) {
            String at = path(layout, path, component.getName());
            String name = name(component, component.getName());
            if (!names.add(name))
                throw new IllegalArgumentException(at + ": another component has the name \"" + name + "\" too");
            TypeUse use = type.component(component.getGenericType(), component.getAnnotatedType(), component, at);
            components.add(new Component(name, use, component.getAccessor()));
        }
        return new RecordType(raw, layout, List.copyOf(components));
    }

    private static Layout layout(Class<?> raw, int components, String path) {
        boolean transparent = raw.isAnnotationPresent(Transparent.class);
        boolean tuple = raw.isAnnotationPresent(Tuple.class);
        if (transparent && (tuple || components != 1))
            throw new IllegalArgumentException(
                    path + ": @Transparent is for records of one component and without @Tuple, unlike " + raw);
        if (components == 0) return Layout.UNIT;
        if (transparent) return Layout.TRANSPARENT;
        return tuple ? Layout.TUPLE : Layout.MAP;
    }

    /// The path to a component.
    String path(String path, String component) {
        return path(layout, path, component);
    }

    private static String path(Layout layout, String path, String component) {
        return layout == Layout.TRANSPARENT ? path : path + "." + component;
    }

    /// The name on the wire.
    static String name(AnnotatedElement element, String nameInJava) {
        Name name = element.getAnnotation(Name.class);
        return name == null ? nameInJava : name.value();
    }
}
