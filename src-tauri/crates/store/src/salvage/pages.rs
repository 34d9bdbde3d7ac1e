//! Pages of a database that SQLite refuses: each is deciphered and checked by itself, so that a
//! damaged one costs no other.
//!
//! SQLCipher 4 with a raw key: AES-256-CBC under a vector of the page's own, and HMAC-SHA-512
//! over what is enciphered, the vector and the page's number. The key of the HMAC follows from
//! the database's key and a salt that stands at the very beginning of the file; the chart beside
//! the database holds a copy of the salt.

use std::cell::Cell;
use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::Path;
use std::rc::Rc;

use aes::Aes256;
use cbc::cipher::array::Array;
use cbc::cipher::{BlockModeDecrypt as _, KeyIvInit as _};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha512;

use crate::error::Result;

/// The page size that this program's databases have.
pub(super) const PAGE_BYTES: usize = 4096;
/// Vector and seal at the end of each page.
const RESERVED_BYTES: usize = 80;
const VECTOR_BYTES: usize = 16;
/// What a page holds for SQLite.
pub(super) const USABLE_BYTES: usize = PAGE_BYTES - RESERVED_BYTES;
/// Bytes of the salt, in clear at the beginning of the file.
pub(crate) const SALT_BYTES: usize = 16;
const MAGIC: &[u8; SALT_BYTES] = b"SQLite format 3\0";
const LOG_HEADER_BYTES: u64 = 32;
const LOG_FRAME_HEADER_BYTES: usize = 24;
/// Pages beyond this are not looked for: a number that damage made up.
const PAGES_MAX: u32 = 1 << 26;

/// A page as it could be read.
pub(super) enum Page {
    /// Its seal fits.
    Sound(Vec<u8>),
    /// Deciphered, with a seal that does not fit: some of it is noise. Only what proves
    /// itself by a hash may be taken from it.
    Doubtful(Vec<u8>),
}

struct Cipher {
    key: [u8; 32],
    seal: Option<Hmac<Sha512>>,
}

impl Cipher {
    fn new(key: &[u8; 32], salt: Option<[u8; SALT_BYTES]>) -> Self {
        Self {
            key: *key,
            seal: salt.and_then(|salt| seal_of(key, &salt)),
        }
    }

    fn fits(&self, number: u32, page: &[u8]) -> bool {
        let Some(seal) = &self.seal else {
            return false;
        };
        let mut seal = seal.clone();
        let vector_end = USABLE_BYTES + VECTOR_BYTES;
        seal.update(&page[in_clear(number)..vector_end]);
        seal.update(&number.to_le_bytes());
        seal.verify_slice(&page[vector_end..]).is_ok()
    }

    fn open(&self, number: u32, page: &[u8]) -> Vec<u8> {
        let mut open = page[..USABLE_BYTES].to_vec();
        let mut vector = [0; VECTOR_BYTES];
        vector.copy_from_slice(&page[USABLE_BYTES..USABLE_BYTES + VECTOR_BYTES]);
        let (blocks, _) = Array::slice_as_chunks_mut(&mut open[in_clear(number)..]);
        cbc::Decryptor::<Aes256>::new(&self.key.into(), &vector.into()).decrypt_blocks(blocks);
        if number == 1 {
            open[..SALT_BYTES].copy_from_slice(MAGIC);
        }
        open
    }
}

/// Bytes at the beginning of a page that are not enciphered.
fn in_clear(number: u32) -> usize {
    if number == 1 { SALT_BYTES } else { 0 }
}

/// The key of the seals: PBKDF2 in two rounds over the salt with each bit of 0x3a turned.
fn seal_of(key: &[u8; 32], salt: &[u8; SALT_BYTES]) -> Option<Hmac<Sha512>> {
    let under_key = Hmac::<Sha512>::new_from_slice(key).ok()?;
    let mut first = under_key.clone();
    first.update(&salt.map(|byte| byte ^ 0x3a));
    first.update(&1_u32.to_be_bytes());
    let first = first.finalize().into_bytes();
    let mut second = under_key;
    second.update(&first);
    let second = second.finalize().into_bytes();
    let mut derived = [0; 32];
    for (to, (one, other)) in derived.iter_mut().zip(first.iter().zip(second.iter())) {
        *to = one ^ other;
    }
    Hmac::new_from_slice(&derived).ok()
}

/// The database file and its log.
pub(super) struct Pages {
    file: File,
    log: Option<File>,
    /// Places in the log by page, the newest last.
    logged: HashMap<u32, Vec<u64>>,
    count: u32,
    cipher: Cipher,
    read: Rc<Cell<u32>>,
}

impl Pages {
    /// Opens both; the log may be missing. `salt`: the copy of it, if there is one.
    ///
    /// # Errors
    /// When the database file cannot be opened.
    pub fn open(
        database: &Path,
        log: &Path,
        key: &[u8; 32],
        salt: Option<[u8; SALT_BYTES]>,
    ) -> Result<Self> {
        let mut file = File::open(database)?;
        let length = file.metadata()?.len();
        let mut pages = Self {
            log: None,
            logged: HashMap::new(),
            count: u32::try_from(length.div_ceil(PAGE_BYTES as u64)).unwrap_or(PAGES_MAX),
            cipher: Cipher::new(key, None),
            read: Rc::default(),
            file: file.try_clone()?,
        };
        if let Ok(log) = File::open(log) {
            pages.read_log(log);
        }
        let in_file = read_at(&mut file, 0, SALT_BYTES).and_then(|bytes| bytes.try_into().ok());
        let in_log = pages.first_page_in_log();
        for salt in [in_file, salt, in_log].into_iter().flatten() {
            pages.cipher = Cipher::new(key, Some(salt));
            if pages.any_sound() {
                return Ok(pages);
            }
        }
        pages.cipher = Cipher::new(key, None);
        Ok(pages)
    }

    /// Pages that there are, or were.
    pub fn count(&self) -> u32 {
        self.count
    }

    /// How many pages have been asked for so far.
    pub fn read(&self) -> Rc<Cell<u32>> {
        Rc::clone(&self.read)
    }

    /// Whether the key opens at least one page.
    pub fn any_sound(&mut self) -> bool {
        if self.cipher.seal.is_none() {
            return false;
        }
        (1..=self.count).any(|number| matches!(self.page(number), Some(Page::Sound(_))))
    }

    /// The newest version of a page that can be read: sound if there is one.
    pub fn page(&mut self, number: u32) -> Option<Page> {
        self.read.set(self.read.get().saturating_add(1));
        let mut doubtful = None;
        let logged = self.logged.get(&number).cloned().unwrap_or_default();
        for place in logged.into_iter().rev() {
            let bytes = self
                .log
                .as_mut()
                .and_then(|log| read_at(log, place, PAGE_BYTES));
            match bytes.map(|bytes| self.judged(number, &bytes)) {
                Some(Page::Sound(open)) => return Some(Page::Sound(open)),
                Some(Page::Doubtful(open)) => doubtful = doubtful.or(Some(open)),
                None => {}
            }
        }
        let place = u64::from(number.checked_sub(1)?) * PAGE_BYTES as u64;
        match read_at(&mut self.file, place, PAGE_BYTES).map(|bytes| self.judged(number, &bytes)) {
            Some(Page::Sound(open)) => Some(Page::Sound(open)),
            Some(Page::Doubtful(open)) => Some(Page::Doubtful(doubtful.unwrap_or(open))),
            None => doubtful.map(Page::Doubtful),
        }
    }

    fn judged(&self, number: u32, bytes: &[u8]) -> Page {
        let open = self.cipher.open(number, bytes);
        if self.cipher.fits(number, bytes) {
            Page::Sound(open)
        } else {
            Page::Doubtful(open)
        }
    }

    fn first_page_in_log(&mut self) -> Option<[u8; SALT_BYTES]> {
        let place = *self.logged.get(&1)?.last()?;
        read_at(self.log.as_mut()?, place, SALT_BYTES)?
            .try_into()
            .ok()
    }

    /// Finds the committed pages of the log. Its own sums are not asked: each page bears a seal.
    fn read_log(&mut self, mut log: File) {
        let Some(salts) = read_at(&mut log, 16, 8) else {
            return;
        };
        let mut open: BTreeMap<u32, Vec<u64>> = BTreeMap::new();
        let mut place = LOG_HEADER_BYTES;
        while let Some(header) = read_at(&mut log, place, LOG_FRAME_HEADER_BYTES) {
            let page = place + LOG_FRAME_HEADER_BYTES as u64;
            place = page + PAGE_BYTES as u64;
            if header[8..16] != salts {
                continue;
            }
            let number = number_at(&header, 0);
            if (1..PAGES_MAX).contains(&number) {
                open.entry(number).or_default().push(page);
            }
            if number_at(&header, 4) == 0 {
                continue;
            }
            for (number, places) in std::mem::take(&mut open) {
                self.count = self.count.max(number);
                self.logged.entry(number).or_default().extend(places);
            }
        }
        self.log = Some(log);
    }
}

/// Bytes at a place; `None` when they are not there or the disk does not give them.
fn read_at(file: &mut File, place: u64, count: usize) -> Option<Vec<u8>> {
    let mut bytes = vec![0; count];
    file.seek(SeekFrom::Start(place)).ok()?;
    file.read_exact(&mut bytes).ok()?;
    Some(bytes)
}

/// Four bytes, the highest first; 0 when they are not there.
pub(super) fn number_at(bytes: &[u8], at: usize) -> u32 {
    bytes
        .get(at..)
        .and_then(|rest| rest.first_chunk::<4>())
        .map_or(0, |bytes| u32::from_be_bytes(*bytes))
}
