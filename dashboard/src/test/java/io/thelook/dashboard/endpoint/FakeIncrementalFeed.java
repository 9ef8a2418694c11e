package io.thelook.dashboard.endpoint;

/** A feed that knows the incremental contract. */
public class FakeIncrementalFeed extends FakeFeed {

    @Override
    boolean incremental() {
        return true;
    }
}
