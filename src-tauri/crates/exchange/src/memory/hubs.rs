//! What waits for hubs, in memory.

use super::Transaction;
use crate::storage::{Aside, Asides, Wait};

impl Transaction<'_> {
    pub fn list_waits(&self) -> Vec<Wait> {
        let mut waits: Vec<Wait> = Vec::new();
        for aside in self.data.asides.values() {
            let same = waits.iter_mut().find(|wait| {
                wait.first.entry.replica == aside.entry.replica && wait.first.office == aside.office
            });
            match same {
                Some(wait) => wait.count += 1,
                None => waits.push(Wait {
                    first: aside.clone(),
                    count: 1,
                }),
            }
        }
        waits
    }

    pub fn list_asides(
        &self,
        which: Asides<'_>,
        after: u64,
        count_max: usize,
    ) -> Vec<(u64, Aside)> {
        let asides = self.data.asides.range(after + 1..);
        asides
            .filter(|(_, aside)| match which {
                Asides::OfOffice(office) => aside.office == office,
                Asides::OfDesk(office, key) => aside.office == office && aside.key == key,
                Asides::Since(since_ms) => aside.since_ms <= since_ms,
            })
            .take(count_max)
            .map(|(number, aside)| (*number, aside.clone()))
            .collect()
    }
}
