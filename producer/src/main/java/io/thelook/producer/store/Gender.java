package io.thelook.producer.store;

/** A user's gender. It determines the department that the user buys from. */
public enum Gender {
    M(Department.MEN),
    F(Department.WOMEN);

    private final Department department;

    Gender(Department department) {
        this.department = department;
    }

    Department department() {
        return department;
    }
}
