//! Giving out: what came after a cursor, and the pages of a first load.

use stoika_protocol::{
    Denial, DirectoryChange, FeedItem, Hash, KeyId, OrderedEntry, Pull, PullReply, Snapshot,
    SnapshotReply, limit,
};

use crate::exchange::{Exchange, ExchangeError, order_hash};
use crate::judge::Judge;
use crate::mutant::Mutant;
use crate::publish::directory_mark_of;
use crate::storage::{
    DirectoryLine, FeedKind, FeedRow, Journal, JournalRows, OrderHead, Storage, StorageError,
};

/// A reply stops growing past this, so that it arrives on a bad link. One place of the order
/// is never divided.
const REPLY_SIZE_BYTES: usize = 1024 * 1024;

/// So often an answer is begun anew because something was written between the sealing and the look.
const SEAL_TRIES: u32 = 8;

/// The order's part of a reply.
struct Page {
    items: Vec<FeedItem>,
    upto: OrderHead,
    more: bool,
}

impl<S: Journal, J> Exchange<S, J> {
    /// What belongs to the desk's scope after its cursors: records of its own entries, others'
    /// entries, whole aggregates that entered, names of those that left, directory changes.
    /// Answers at once; waiting is the carrier's. A page may be longer than `items_max` by what
    /// stands at its last position.
    ///
    /// Cursors that do not lie on this history get no items: the reply has this history and
    /// zeroes for positions, and the desk says hello.
    ///
    /// # Errors
    /// [`stoika_protocol::Denial::ForeignDesk`], [`stoika_protocol::Denial::Revoked`]; a storage that failed.
    pub fn pull(&self, key: &KeyId, pull: &Pull, now_ms: i64) -> Result<PullReply, ExchangeError> {
        let items_max = pull.items_max.clamp(1, limit::PULL_ITEMS);
        for _ in 0..SEAL_TRIES {
            self.storage.seal(&self.signer)?;
            if let Some(reply) = self.page(key, pull, items_max, now_ms)? {
                return reply
                    .map(|reply| reply.signed(&self.signer))
                    .map_err(ExchangeError::Denied);
            }
        }
        Err(ExchangeError::Storage(StorageError::Failed(
            "the journal grows too fast to be sealed".to_owned(),
        )))
    }

    /// The answer, not signed; `None` when something in it is not sealed.
    fn page(
        &self,
        key: &KeyId,
        pull: &Pull,
        items_max: u32,
        now_ms: i64,
    ) -> Result<Option<Result<PullReply, Denial>>, StorageError> {
        self.storage.look(|rows| {
            let desk = match Self::known_desk(rows, key)? {
                Ok(desk) => desk,
                Err(denial) => return Ok(Some(Err(denial))),
            };
            let history = rows.history()?;
            if !self.pull_lies_here(rows, pull)? {
                return Ok(Some(Ok(PullReply {
                    history,
                    upto: OrderHead::START.position,
                    order_head: OrderHead::START.hash,
                    items: Vec::new(),
                    directory: Vec::new(),
                    directory_upto: 0,
                    more: false,
                    server_time_ms: now_ms,
                    signature: None,
                    directory_mark: None,
                    frames: None,
                })));
            }
            let head = rows.order_head()?;
            let directory_head = rows.directory_head()?;
            let page = self.order_page(rows, &desk.office, pull, items_max, head)?;
            let lines = rows.directory_after(&desk.office, pull.directory_after, items_max + 1)?;
            let (directory, directory_upto, directory_more) =
                directory_part(lines, items_max, directory_head);
            let upto = page.upto.position;
            let Some(frames) = rows.frames_between(&pull.replica, pull.after, upto)? else {
                return Ok(None);
            };
            Ok(Some(Ok(PullReply {
                history,
                upto,
                order_head: page.upto.hash,
                items: page.items,
                directory,
                directory_upto,
                more: page.more || directory_more,
                server_time_ms: now_ms,
                signature: None,
                directory_mark: directory_mark_of(rows, directory_upto)?,
                frames: (!frames.is_empty()).then(|| frames.into_iter().map(Into::into).collect()),
            })))
        })
    }

    fn order_page(
        &self,
        rows: &mut dyn JournalRows,
        office: &str,
        pull: &Pull,
        items_max: u32,
        head: OrderHead,
    ) -> Result<Page, StorageError> {
        // At most two lines stand at one position (an own entry by which an aggregate enters or
        // leaves). When the storage had as many lines as were
        // asked for, the last position may be cut in two: it is left for the next page.
        let asked = items_max + 2;
        let mut lines = rows.feed(office, &pull.replica, pull.after, asked)?;
        let mut more = lines.len() == asked as usize;
        if more && let Some(cut) = lines.last().map(|line| line.record.position) {
            lines.retain(|line| line.record.position != cut);
        }
        if self.has(Mutant::VisibleOutOfOrder) && head.position.is_multiple_of(2) {
            lines.retain(|line| line.record.position + 1 != head.position);
        }
        let mut items = Vec::new();
        let mut size_bytes = 0;
        let mut last = pull.after;
        for place in lines.chunk_by(|a, b| a.record.position == b.record.position) {
            if items.len() >= items_max as usize || size_bytes > REPLY_SIZE_BYTES {
                more = true;
                break;
            }
            for item in place_items(rows, place)? {
                size_bytes += item_size_bytes(&item);
                last = item.position();
                items.push(item);
            }
        }
        if more && self.has(Mutant::FullPageIsLast) {
            let left = rows.feed(office, &pull.replica, last, items_max + 1)?;
            more = left.len() != items_max as usize;
        }
        let upto = if more {
            OrderHead {
                position: last,
                hash: hash_at(rows, last)?,
            }
        } else {
            head
        };
        Ok(Page { items, upto, more })
    }
}

impl<S: Storage, J: Judge> Exchange<S, J> {
    /// A page of the rows that the desk's scope has now, by (kind, key). What changes meanwhile
    /// has a position above that of the first page and comes by [`pull`](Self::pull) from there,
    /// removals too; so a row that slipped past the pages, or was seen twice, ends up right.
    ///
    /// # Errors
    /// [`stoika_protocol::Denial::ForeignDesk`], [`stoika_protocol::Denial::Revoked`]; a storage that failed.
    pub fn snapshot(
        &self,
        key: &KeyId,
        snapshot: &Snapshot,
        now_ms: i64,
    ) -> Result<SnapshotReply, ExchangeError> {
        let rows_max = snapshot.rows_max.clamp(1, limit::SNAPSHOT_ROWS);
        let reply = self.storage.read(|rows| {
            let desk = match Self::known_desk(rows, key)? {
                Ok(desk) => desk,
                Err(denial) => return Ok(Err(denial)),
            };
            let history = rows.history()?;
            let count = rows.directory_count(&desk.office)?;
            let same_history = snapshot.history.is_none_or(|asked| asked == history);
            let after = snapshot
                .after
                .as_ref()
                .map(|(kind, key)| (kind.as_str(), key.as_str()));
            let same_pages = self.pages_lie_here(rows, snapshot)?;
            let mut page = if same_history && same_pages {
                rows.directory_page(&desk.office, after, rows_max + 1)?
            } else {
                Vec::new()
            };
            let last = same_history && same_pages && page.len() <= rows_max as usize;
            page.truncate(rows_max as usize);
            let fits = fitting(&page);
            let last = last && fits == page.len();
            page.truncate(fits);
            let position = if same_pages {
                rows.directory_head()?
            } else {
                0
            };
            Ok(Ok(SnapshotReply {
                history,
                position,
                rows_total: count.rows,
                accounts_total: count.accounts,
                rows: page,
                last,
                server_time_ms: now_ms,
                signature: None,
                directory_mark: directory_mark_of(rows, position)?,
            }))
        })?;
        reply
            .map(|reply| reply.signed(&self.signer))
            .map_err(ExchangeError::Denied)
    }
}

fn hash_at(rows: &mut dyn JournalRows, position: u64) -> Result<Hash, StorageError> {
    order_hash(rows, position)?.ok_or(StorageError::Unreadable("a position without its chain"))
}

/// About as many bytes as the item takes on the wire: exact would mean to encode it twice.
fn item_size_bytes(item: &FeedItem) -> usize {
    const HEADER_BYTES: usize = 256;
    let entry_bytes = |ordered: &OrderedEntry| {
        HEADER_BYTES
            + ordered
                .entry
                .body
                .as_ref()
                .map_or(0, |body| body.bytes.len())
    };
    match item {
        FeedItem::Own(_) | FeedItem::Leave { .. } => HEADER_BYTES / 2,
        FeedItem::Other(ordered) => entry_bytes(ordered),
        FeedItem::Enter { entries, .. } => entries.iter().map(entry_bytes).sum(),
    }
}

/// How many rows of a page fit into a reply; at least one.
fn fitting(page: &[stoika_protocol::DirectoryRow]) -> usize {
    let mut size_bytes = 0;
    page.iter()
        .take_while(|row| {
            let fits = size_bytes <= REPLY_SIZE_BYTES;
            size_bytes += row.data.len();
            fits
        })
        .count()
}

/// The items at one position.
fn place_items(
    rows: &mut dyn JournalRows,
    place: &[FeedRow],
) -> Result<Vec<FeedItem>, StorageError> {
    let mut items = Vec::with_capacity(place.len());
    for line in place {
        let position = line.record.position;
        match line.kind {
            FeedKind::Own => items.push(FeedItem::Own(line.record)),
            FeedKind::Entry => items.push(FeedItem::Other(OrderedEntry {
                record: line.record,
                entry: line
                    .entry
                    .clone()
                    .ok_or(StorageError::Unreadable("an ordered entry is not there"))?,
            })),
            FeedKind::Enter => items.push(FeedItem::Enter {
                position,
                subject: line.subject,
                entries: rows.entries_of(&line.subject, position)?,
            }),
            FeedKind::Leave => items.push(FeedItem::Leave {
                position,
                subject: line.subject,
            }),
        }
    }
    Ok(items)
}

fn directory_part(
    mut lines: Vec<DirectoryLine>,
    items_max: u32,
    head: u64,
) -> (Vec<DirectoryChange>, u64, bool) {
    let asked = items_max as usize;
    let mut more = lines.len() > asked;
    lines.truncate(asked);
    let mut size_bytes = 0;
    let fits = lines
        .iter()
        .take_while(|line| {
            let fits = size_bytes <= REPLY_SIZE_BYTES;
            size_bytes += line.row.data.len();
            fits
        })
        .count();
    more |= fits < lines.len();
    lines.truncate(fits);
    let upto = match lines.last() {
        Some(line) if more => line.row.position,
        Some(_) | None => head,
    };
    let changes = lines
        .into_iter()
        .map(|line| {
            if line.removed {
                DirectoryChange::Remove {
                    kind: line.row.kind,
                    key: line.row.key,
                    position: line.row.position,
                }
            } else {
                DirectoryChange::Put(line.row)
            }
        })
        .collect();
    (changes, upto, more)
}
