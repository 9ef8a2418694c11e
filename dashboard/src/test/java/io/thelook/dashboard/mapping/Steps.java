package io.thelook.dashboard.mapping;

import net.thisptr.jackson.jq.exception.JsonQueryException;

/** Measures work in steps. */
final class Steps {

    /** A budget first checks its steps at the 256th. */
    private static final int MOST = 255;

    private Steps() {}

    /** Work within a budget. */
    interface Work {
        void within(Budget budget) throws JsonQueryException;
    }

    /** The steps that work costs, at most 255. */
    static int cost(Work work) throws JsonQueryException {
        Budget budget = new Budget(() -> 0, 1, MOST);
        budget.start();
        work.within(budget);
        int left = 0;
        while (allowsAStep(budget)) {
            left++;
        }
        return MOST - left;
    }

    private static boolean allowsAStep(Budget budget) {
        try {
            budget.step();
            return true;
        } catch (Budget.Exceeded e) {
            return false;
        }
    }
}
