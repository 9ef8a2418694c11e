/**
 * A feed as it is served: the window of encoded records, the snapshot contract and {@code thelook.v1}. The producer serves its
 * own feed with it, and the dashboard the one that it relays. Depends on the model and on the fan-out.
 */
package io.thelook.service.feed;
