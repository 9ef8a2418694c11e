package io.thelook.dashboard.relay;

/** A feed that knows the incremental contract. */
public class FakeIncrementalFeed extends FakeFeed {

    @Override
    boolean incremental() {
        return true;
    }
}
