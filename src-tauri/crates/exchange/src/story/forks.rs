//! What a hub has named of a clone.

use stoika_protocol::HistoryId;

use super::hubs::{IN, Office, office};
use super::world::NOW_MS;
use crate::storage::Storage;

/// The hub met a clone first, and the desk has not gone as far as that: nothing stands at the named place.
pub fn what_lies_in_a_branch_holds_up_nobody<S: Storage>(make: &dyn Fn(HistoryId) -> S) {
    let Office {
        world,
        mut hub,
        tenure,
        mut a,
        mut b,
    } = office(make);
    let mut clone = a.clone();
    let ours = a.write_queue(1, None, IN);
    clone.write_queue(2, None, "in otradny,kinel");
    let never = clone.write_queue(2, None, IN);
    let other = b.write_queue(3, None, IN);
    world.settle(&a);
    world.settle(&b);
    let names = hub.write_names(tenure, &[clone.named(never), b.named(other)]);
    world.settle(&hub);
    // As long as it may be on its way it is waited for.
    assert_eq!(world.effective_from(2), [names]);
    let reply = world.push_frames(&clone, &clone.frames(0));
    assert_eq!(reply.refused.len(), 2);
    world.order_at(NOW_MS);
    assert_eq!(world.effective_from(3), [other]);
    assert_eq!(world.waiting_for_hub(), [(ours, 1)]);
}
