package dev.thespis.wire.cbor;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import dev.thespis.wire.DecodeException;
import dev.thespis.wire.EncodeException;
import dev.thespis.wire.Input;
import dev.thespis.wire.Output;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DynamicConstantDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;

/// Generates the class of a record's node.
///
/// Handles of the record's constructor and accessors are constants of the generated class, taken from its class data,
/// so that the JIT compiler sees through them; and so are the nodes of the components and the encoded names. For
/// `record Add(long n, String tag)` it is as if this had been written:
///
/// ```java
/// void write(Object value, Output out, int levels) {
///     int i = 0;
///     levels = descend(levels);
///     value = present(value);
///     try {
///         out.bytes(HEAD_AND_NAME_0, 0, 3);
///         Numbers.writeLong(out, (long) ACCESSOR_0.invokeExact(value));
///         i = 1;
///         out.bytes(NAME_1, 0, 4);
///         Text.writeText(out, (String) (Object) ACCESSOR_1.invokeExact(value));
///     } catch (EncodeException e) {
///         throw located(e, i);
///     }
/// }
///
/// Object read(Input in, int levels) throws DecodeException {
///     int i = 0;
///     long c0 = 0;
///     String c1 = null;
///     levels = descend(levels, in);
///     try {
///         other: {
///             if (!in.skipIf(HEAD_AND_NAME_0)) break other;
///             c0 = Numbers.readLong(in);
///             i = 1;
///             if (!in.skipIf(NAME_1)) break other;
///             c1 = Text.readText(in);
///             i = 2;
///             try {
///                 return CONSTRUCTOR.invokeExact(c0, (Object) c1);
///             } catch (RuntimeException e) {
///                 throw refused(e, in);
///             }
///         }
///     } catch (DecodeException e) {
///         throw located(e, i);
///     }
///     return rest(in, levels, new Object[] {c0, c1}, i);
/// }
/// ```
final class RecordCompiler {
    private static final ClassDesc SUPER = desc(RecordNode.class);
    private static final ClassDesc NODE = desc(Node.class);
    private static final ClassDesc INPUT = desc(Input.class);
    private static final ClassDesc OUTPUT = desc(Output.class);
    private static final ClassDesc ENCODE_EXCEPTION = desc(EncodeException.class);
    private static final ClassDesc DECODE_EXCEPTION = desc(DecodeException.class);
    private static final ClassDesc RUNTIME_EXCEPTION = desc(RuntimeException.class);
    private static final ClassDesc BYTES = desc(byte[].class);
    private static final ClassDesc OBJECTS = desc(Object[].class);
    private static final ClassDesc HANDLE = desc(MethodHandle.class);
    private static final MethodTypeDesc CONSTRUCTOR = method(CD_void, desc(RecordType.class), desc(List.class));
    private static final MethodTypeDesc WRITE = method(CD_void, CD_Object, OUTPUT, CD_int);
    private static final MethodTypeDesc READ = method(CD_Object, INPUT, CD_int);
    private static final MethodTypeDesc MAKE = method(CD_Object, OBJECTS);

    // Local variables: in read(), the components follow.
    private static final int VALUE = 1;
    private static final int OUT = 2;
    private static final int WRITE_LEVELS = 3;
    private static final int WRITE_INDEX = 4;
    private static final int IN = 1;
    private static final int READ_LEVELS = 2;
    private static final int READ_INDEX = 3;
    private static final int FIRST_COMPONENT = 4;

    private final RecordType type;
    private final RecordAccess access;
    private final List<Node> nodes;
    private final List<Inline> inlines;
    private final List<Object> constants = new ArrayList<>();

    private RecordCompiler(RecordType type, RecordAccess access, List<Node> nodes) {
        this.type = type;
        this.access = access;
        this.nodes = nodes;
        this.inlines = type.components().stream().map(Inline::of).toList();
    }

    static RecordNode compile(RecordType type, RecordAccess access, List<Node> nodes) {
        return new RecordCompiler(type, access, nodes).compile();
    }

    private RecordNode compile() {
        // The record's name in it helps whoever reads a profile.
        String name = "Generated" + type.raw().getSimpleName() + "Node";
        ClassDesc generated = ClassDesc.of(RecordCompiler.class.getPackageName(), name);
        byte[] bytes = ClassFile.of()
                .build(
                        generated,
                        builder -> builder.withSuperclass(SUPER)
                                .withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER)
                                .withMethodBody(ConstantDescs.INIT_NAME, CONSTRUCTOR, 0, RecordCompiler::constructor)
                                .withMethodBody("write", WRITE, 0, this::write)
                                .withMethodBody("read", READ, 0, this::read)
                                .withMethodBody("make", MAKE, 0, this::make));
        try {
            var lookup = MethodHandles.lookup().defineHiddenClassWithClassData(bytes, List.copyOf(constants), true);
            return (RecordNode) lookup.lookupClass()
                    .getDeclaredConstructor(RecordType.class, List.class)
                    .newInstance(type, nodes);
        } catch (InstantiationException
                | IllegalAccessException
                | NoSuchMethodException
                | InvocationTargetException e) {
            throw new IllegalStateException("the class generated for " + type.raw() + " is not as expected", e);
        }
    }

    private static void constructor(CodeBuilder code) {
        code.aload(0)
                .aload(1)
                .aload(2)
                .invokespecial(SUPER, ConstantDescs.INIT_NAME, CONSTRUCTOR)
                .return_();
    }

    private void write(CodeBuilder code) {
        Label start = code.newLabel();
        Label end = code.newLabel();
        code.iconst_0().istore(WRITE_INDEX);
        code.iload(WRITE_LEVELS)
                .invokestatic(NODE, "descend", method(CD_int, CD_int))
                .istore(WRITE_LEVELS);
        code.aload(VALUE)
                .invokestatic(NODE, "present", method(CD_Object, CD_Object))
                .astore(VALUE)
                .labelBinding(start);
        if (nodes.isEmpty()) writeConstant(code, opening());
        for (int i = 0; i < nodes.size(); i++) writeComponent(code, i);
        code.return_().labelBinding(end);
        code.astore(VALUE).aload(0).aload(VALUE).iload(WRITE_INDEX);
        code.invokevirtual(SUPER, "located", method(ENCODE_EXCEPTION, ENCODE_EXCEPTION, CD_int))
                .athrow();
        code.exceptionCatch(start, end, end, ENCODE_EXCEPTION);
    }

    private void writeComponent(CodeBuilder code, int i) {
        Inline inline = inlines.get(i);
        code.loadConstant(i).istore(WRITE_INDEX);
        byte[] before = before(i);
        if (before.length > 0) writeConstant(code, before);
        if (inline == Inline.NODE) constant(code, NODE, nodes.get(i));
        else code.aload(OUT);
        constant(code, HANDLE, access.accessors().get(i));
        code.aload(VALUE).invokevirtual(HANDLE, "invokeExact", method(erased(inline), CD_Object));
        switch (inline) {
            case NODE -> code.aload(OUT).iload(WRITE_LEVELS).invokevirtual(NODE, "write", WRITE);
            case TEXT ->
                code.checkcast(inline.type)
                        .invokestatic(inline.holder, inline.writer, method(CD_void, OUTPUT, inline.written()));
            default -> code.invokestatic(inline.holder, inline.writer, method(CD_void, OUTPUT, inline.written()));
        }
    }

    private void writeConstant(CodeBuilder code, byte[] bytes) {
        code.aload(OUT);
        constant(code, BYTES, bytes);
        code.iconst_0().loadConstant(bytes.length);
        code.invokevirtual(OUTPUT, "bytes", method(CD_void, BYTES, CD_int, CD_int));
    }

    private void read(CodeBuilder code) {
        Label start = code.newLabel();
        Label end = code.newLabel();
        Label other = code.newLabel();
        int[] locals = locals(code);
        code.iload(READ_LEVELS).aload(IN).invokestatic(NODE, "descend", method(CD_int, CD_int, INPUT));
        code.istore(READ_LEVELS).labelBinding(start);
        if (nodes.isEmpty()) expectConstant(code, opening(), other);
        for (int i = 0; i < nodes.size(); i++) readComponent(code, i, locals[i], other);
        code.labelBinding(end);
        construct(code, locals);
        Label handler = code.newBoundLabel();
        code.astore(READ_LEVELS).aload(0).aload(READ_LEVELS).iload(READ_INDEX);
        code.invokevirtual(SUPER, "located", method(DECODE_EXCEPTION, DECODE_EXCEPTION, CD_int))
                .athrow();
        code.exceptionCatch(start, end, handler, DECODE_EXCEPTION);
        code.labelBinding(other).aload(0).aload(IN).iload(READ_LEVELS);
        arrayOfComponents(code, locals);
        code.iload(READ_INDEX)
                .invokevirtual(SUPER, "rest", method(CD_Object, INPUT, CD_int, OBJECTS, CD_int))
                .areturn();
    }

    /// Gives each component, and the index, a local variable with a value that the verifier can rely on.
    private int[] locals(CodeBuilder code) {
        int[] locals = new int[nodes.size()];
        int next = FIRST_COMPONENT;
        code.iconst_0().istore(READ_INDEX);
        for (int i = 0; i < locals.length; i++) {
            TypeKind kind = inlines.get(i).kind();
            locals[i] = next;
            next += kind.slotSize();
            switch (kind.asLoadable()) {
                case LONG -> code.lconst_0();
                case FLOAT -> code.fconst_0();
                case DOUBLE -> code.dconst_0();
                case REFERENCE -> code.aconst_null();
                default -> code.iconst_0();
            }
            code.storeLocal(kind, locals[i]);
        }
        return locals;
    }

    private void readComponent(CodeBuilder code, int i, int local, Label other) {
        Inline inline = inlines.get(i);
        byte[] before = before(i);
        if (before.length > 0) expectConstant(code, before, other);
        if (inline == Inline.NODE) {
            constant(code, NODE, nodes.get(i));
            code.aload(IN).iload(READ_LEVELS).invokevirtual(NODE, "read", READ);
        } else {
            code.aload(IN).invokestatic(inline.holder, inline.reader, method(inline.type, INPUT));
        }
        code.storeLocal(inline.kind(), local).loadConstant(i + 1).istore(READ_INDEX);
    }

    private void expectConstant(CodeBuilder code, byte[] bytes, Label other) {
        code.aload(IN);
        constant(code, BYTES, bytes);
        code.invokevirtual(INPUT, "skipIf", method(CD_boolean, BYTES)).ifeq(other);
    }

    private void construct(CodeBuilder code, int[] locals) {
        Label start = code.newBoundLabel();
        constant(code, HANDLE, access.constructor());
        for (int i = 0; i < locals.length; i++) code.loadLocal(inlines.get(i).kind(), locals[i]);
        ClassDesc[] parameters = inlines.stream().map(RecordCompiler::erased).toArray(ClassDesc[]::new);
        code.invokevirtual(HANDLE, "invokeExact", method(CD_Object, parameters)).areturn();
        Label end = code.newBoundLabel();
        code.aload(IN)
                .invokestatic(SUPER, "refused", method(DECODE_EXCEPTION, RUNTIME_EXCEPTION, INPUT))
                .athrow();
        code.exceptionCatch(start, end, end, RUNTIME_EXCEPTION);
    }

    private void arrayOfComponents(CodeBuilder code, int[] locals) {
        code.loadConstant(locals.length).anewarray(CD_Object);
        for (int i = 0; i < locals.length; i++) {
            Inline inline = inlines.get(i);
            code.dup().loadConstant(i).loadLocal(inline.kind(), locals[i]);
            if (inline.type.isPrimitive())
                code.invokestatic(inline.boxed, "valueOf", method(inline.boxed, inline.type));
            code.aastore();
        }
    }

    private void make(CodeBuilder code) {
        MethodHandle spreader = access.constructor()
                .asType(access.constructor().type().generic())
                .asSpreader(Object[].class, nodes.size());
        constant(code, HANDLE, spreader);
        code.aload(1).invokevirtual(HANDLE, "invokeExact", MAKE).areturn();
    }

    /// What stands before a component on the wire: its name, and before the first one the opening of the whole.
    private byte[] before(int i) {
        Output out = new Output(16);
        if (i == 0) out.bytes(opening(), 0, opening().length);
        if (type.layout() == RecordType.Layout.MAP)
            Text.writeText(out, type.components().get(i).name());
        return Cbor.written(out);
    }

    private byte[] opening() {
        Output out = new Output(2);
        switch (type.layout()) {
            case UNIT -> out.int8(Heads.NULL);
            case TUPLE -> Heads.write(out, Heads.ARRAY, nodes.size());
            case MAP -> Heads.write(out, Heads.MAP, nodes.size());
            case TRANSPARENT -> {
                // The component is all there is.
            }
        }
        return Cbor.written(out);
    }

    /// Pushes an object of our own as a constant.
    private void constant(CodeBuilder code, ClassDesc as, Object value) {
        constants.add(value);
        code.loadConstant(DynamicConstantDesc.ofNamed(
                ConstantDescs.ofConstantBootstrap(desc(MethodHandles.class), "classDataAt", CD_Object, CD_int),
                ConstantDescs.DEFAULT_NAME,
                as,
                constants.size() - 1));
    }

    private static ClassDesc erased(Inline inline) {
        return inline.type.isPrimitive() ? inline.type : CD_Object;
    }

    private static ClassDesc desc(Class<?> type) {
        return ClassDesc.ofDescriptor(type.descriptorString());
    }

    private static MethodTypeDesc method(ClassDesc result, ClassDesc... parameters) {
        return MethodTypeDesc.of(result, parameters);
    }
}
