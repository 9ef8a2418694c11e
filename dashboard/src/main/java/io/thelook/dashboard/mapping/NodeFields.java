package io.thelook.dashboard.mapping;

import java.lang.reflect.Field;
import java.util.List;
import net.thisptr.jackson.jq.Expression;
import net.thisptr.jackson.jq.internal.tree.matcher.PatternMatcher;

/** Reads the private fields of a syntax tree's node, which has no accessors. Only used while a program is compiled. */
record NodeFields(Object node) {

    /** The expression in a field, or null. */
    Expression expression(String name) {
        return (Expression) get(name);
    }

    PatternMatcher pattern(String name) {
        return (PatternMatcher) get(name);
    }

    String text(String name) {
        return (String) get(name);
    }

    boolean flag(String name) {
        return (Boolean) get(name);
    }

    /** The list in a field. The caller states the type of its elements. */
    @SuppressWarnings("unchecked")
    <T> List<T> list(String name) {
        return (List<T>) get(name);
    }

    Object get(String name) {
        for (Class<?> type = node.getClass(); type != null; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (field.getName().equals(name)) {
                    field.setAccessible(true);
                    try {
                        return field.get(node);
                    } catch (IllegalAccessException e) {
                        throw new IllegalStateException(e);
                    }
                }
            }
        }
        throw new IllegalStateException(node.getClass() + " has no field " + name);
    }
}
