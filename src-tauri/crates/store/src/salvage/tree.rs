//! Rows from the pages of a B-tree, with no trust in any number that stands there.

use rusqlite::types::Value;

use super::pages::{PAGE_BYTES, Page, Pages, USABLE_BYTES, number_at};

/// Deeper than any tree that SQLite builds: a loop that damage made.
const DEPTH_MAX: usize = 24;
/// No row of ours comes near it.
const PAYLOAD_BYTES_MAX: usize = 8 * 1024 * 1024;
const COLUMNS_MAX: usize = 64;

const INDEX_INNER: u8 = 2;
const TABLE_INNER: u8 = 5;
const INDEX_LEAF: u8 = 10;
const TABLE_LEAF: u8 = 13;

/// A row as it stands in a page.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct RawRow {
    /// The number of the row; 0 in a table without numbers.
    pub rowid: i64,
    /// Its columns, as many as were written.
    pub values: Vec<Value>,
    /// Its page's seal fits.
    pub sound: bool,
}

/// What was found by going through a tree.
#[derive(Debug, Default)]
pub(super) struct Walk {
    /// Pages that could not be read, or only in doubt.
    pub damaged: u64,
}

/// Whether a page holds rows of a table, of an index (or a table without numbers), or neither.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Leaf {
    Table,
    Index,
}

/// Kind of a page that holds rows and no further pages.
pub(super) fn leaf(number: u32, page: &[u8]) -> Option<Leaf> {
    match page.get(header_at(number)) {
        Some(&TABLE_LEAF) => Some(Leaf::Table),
        Some(&INDEX_LEAF) => Some(Leaf::Index),
        Some(_) | None => None,
    }
}

/// The header of the database stands before that of the first page.
fn header_at(number: u32) -> usize {
    if number == 1 { 100 } else { 0 }
}

/// Goes through the tree under `root`, calls `found` for each row. `seen` has a place for each page.
pub(super) fn walk(
    pages: &mut Pages,
    root: u32,
    seen: &mut [bool],
    found: &mut dyn FnMut(RawRow),
) -> Walk {
    let mut walk = Walk::default();
    let mut waiting = vec![(root, 0)];
    while let Some((number, depth)) = waiting.pop() {
        let first = usize::try_from(number)
            .ok()
            .and_then(|place| seen.get_mut(place))
            .is_some_and(|seen| !std::mem::replace(seen, true));
        if !first || depth > DEPTH_MAX {
            // A page that stands in two places, or outside of the file.
            walk.damaged += 1;
            continue;
        }
        let (page, sound) = match pages.page(number) {
            Some(Page::Sound(page)) => (page, true),
            Some(Page::Doubtful(page)) => (page, false),
            None => {
                walk.damaged += 1;
                continue;
            }
        };
        if !sound {
            walk.damaged += 1;
        }
        rows(pages, number, &page, sound, found);
        if sound {
            waiting.extend(children(number, &page).map(|child| (child, depth + 1)));
        }
    }
    walk
}

/// The rows of one page; of an inner page of an index as well, which holds rows of its own.
pub(super) fn rows(
    pages: &mut Pages,
    number: u32,
    page: &[u8],
    sound: bool,
    found: &mut dyn FnMut(RawRow),
) {
    let at = header_at(number);
    let Some(&kind) = page.get(at) else {
        return;
    };
    let (header, skip, has_rowid) = match kind {
        TABLE_LEAF => (8, 0, true),
        INDEX_LEAF => (8, 0, false),
        INDEX_INNER => (12, 4, false),
        _ => return,
    };
    for cell in cells(page, at, header) {
        let row = read_cell(pages, page, cell + skip, has_rowid);
        if let Some((rowid, payload)) = row
            && let Some(values) = record(&payload)
        {
            found(RawRow {
                rowid,
                values,
                sound,
            });
        }
    }
}

/// Places of the cells, as the page's list has them.
fn cells(page: &[u8], at: usize, header: usize) -> Vec<usize> {
    let count = short_at(page, at + 3);
    let list = at + header;
    (0..count)
        .map(|index| short_at(page, list + 2 * index))
        .filter(|cell| (list..USABLE_BYTES).contains(cell))
        .take(PAGE_BYTES)
        .collect()
}

fn children(number: u32, page: &[u8]) -> impl Iterator<Item = u32> {
    let at = header_at(number);
    let inner = matches!(page.get(at), Some(&INDEX_INNER | &TABLE_INNER));
    let mut children: Vec<u32> = Vec::new();
    if inner {
        children.extend(
            cells(page, at, 12)
                .into_iter()
                .map(|cell| number_at(page, cell)),
        );
        children.push(number_at(page, at + 8));
    }
    // The last is taken first.
    children.into_iter().rev()
}

fn short_at(page: &[u8], at: usize) -> usize {
    page.get(at..)
        .and_then(|rest| rest.first_chunk::<2>())
        .map_or(0, |bytes| usize::from(u16::from_be_bytes(*bytes)))
}

fn read_cell(
    pages: &mut Pages,
    page: &[u8],
    cell: usize,
    has_rowid: bool,
) -> Option<(i64, Vec<u8>)> {
    let (size, cell) = varint(page, cell)?;
    let size = usize::try_from(size)
        .ok()
        .filter(|size| *size <= PAYLOAD_BYTES_MAX)?;
    let (rowid, cell) = if has_rowid {
        let (rowid, cell) = varint(page, cell)?;
        (rowid.cast_signed(), cell)
    } else {
        (0, cell)
    };
    let local = local_bytes(size, has_rowid);
    let mut payload = page.get(cell..cell + local)?.to_vec();
    let mut next = number_at(page, cell + local);
    while payload.len() < size {
        // A piece that lies on a damaged page is missing: the row does not prove itself then.
        let Page::Sound(piece) = pages.page(next)? else {
            return None;
        };
        let take = (size - payload.len()).min(USABLE_BYTES - 4);
        payload.extend_from_slice(piece.get(4..4 + take)?);
        next = number_at(&piece, 0);
    }
    Some((rowid, payload))
}

/// How much of a payload stands in the page itself (SQLite, file format, 1.6).
fn local_bytes(size: usize, has_rowid: bool) -> usize {
    let most = if has_rowid {
        USABLE_BYTES - 35
    } else {
        (USABLE_BYTES - 12) * 64 / 255 - 23
    };
    if size <= most {
        return size;
    }
    let least = (USABLE_BYTES - 12) * 32 / 255 - 23;
    let fitting = least + (size - least) % (USABLE_BYTES - 4);
    if fitting <= most { fitting } else { least }
}

fn varint(bytes: &[u8], at: usize) -> Option<(u64, usize)> {
    let mut value = 0_u64;
    for index in 0..9 {
        let byte = *bytes.get(at + index)?;
        if index == 8 {
            return Some((value << 8 | u64::from(byte), at + 9));
        }
        value = value << 7 | u64::from(byte & 0x7f);
        if byte & 0x80 == 0 {
            return Some((value, at + index + 1));
        }
    }
    None
}

/// Columns of a record; `None` when it is none.
fn record(payload: &[u8]) -> Option<Vec<Value>> {
    let (header, mut at) = varint(payload, 0)?;
    let header = usize::try_from(header)
        .ok()
        .filter(|header| *header <= payload.len())?;
    let mut body = header;
    let mut values = Vec::new();
    while at < header {
        let (kind, next) = varint(payload, at)?;
        at = next;
        let size = size_of_kind(kind)?;
        let bytes = payload.get(body..body.checked_add(size)?)?;
        body += size;
        values.push(value(kind, bytes)?);
        if values.len() > COLUMNS_MAX {
            return None;
        }
    }
    (at == header).then_some(values)
}

fn size_of_kind(kind: u64) -> Option<usize> {
    Some(match kind {
        0 | 8 | 9 => 0,
        1..=4 => usize::try_from(kind).ok()?,
        5 => 6,
        6 | 7 => 8,
        10 | 11 => return None,
        _ => usize::try_from((kind - 12) / 2).ok()?,
    })
}

fn value(kind: u64, bytes: &[u8]) -> Option<Value> {
    Some(match kind {
        0 => Value::Null,
        8 => Value::Integer(0),
        9 => Value::Integer(1),
        1..=6 => {
            let sign = bytes.first().is_some_and(|byte| byte & 0x80 != 0);
            let start = if sign { -1_i64 } else { 0 };
            Value::Integer(
                bytes
                    .iter()
                    .fold(start, |value, byte| value << 8 | i64::from(*byte)),
            )
        }
        7 => Value::Real(f64::from_be_bytes(*bytes.first_chunk::<8>()?)),
        _ if kind.is_multiple_of(2) => Value::Blob(bytes.to_vec()),
        _ => Value::Text(String::from_utf8(bytes.to_vec()).ok()?),
    })
}

/// Pages that the database holds for later: what stands there is old.
pub(super) fn free_pages(pages: &mut Pages, free: &mut [bool]) {
    let Some(Page::Sound(first)) = pages.page(1) else {
        return;
    };
    let mut trunk = number_at(&first, 32);
    let mut mark = |number: u32| {
        usize::try_from(number)
            .ok()
            .and_then(|place| free.get_mut(place))
            .is_some_and(|free| !std::mem::replace(free, true))
    };
    while trunk != 0 && mark(trunk) {
        let Some(Page::Sound(page)) = pages.page(trunk) else {
            return;
        };
        let count = usize::try_from(number_at(&page, 4)).unwrap_or(0);
        for index in 0..count.min(USABLE_BYTES / 4) {
            let _known = mark(number_at(&page, 8 + 4 * index));
        }
        trunk = number_at(&page, 0);
    }
}
