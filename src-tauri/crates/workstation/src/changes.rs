//! Who is told what has changed: domain tags, each once, however often it changed meanwhile.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use stoika_store::Change;
use tokio::sync::Notify;

/// All listeners of a workstation.
#[derive(Debug, Default)]
pub(crate) struct Board {
    inboxes: Mutex<Vec<Weak<Inbox>>>,
}

/// Tags that a listener has not taken yet. A set: it is bounded by what there is to change, and
/// whoever is slow hears of each thing once.
#[derive(Debug, Default)]
struct Inbox {
    /// The only tags that it hears of; `None`: all.
    only: Option<&'static [&'static str]>,
    tags: Mutex<BTreeSet<String>>,
    ringing: Notify,
    closed: std::sync::atomic::AtomicBool,
}

/// A listener's side.
#[derive(Debug)]
pub struct Changes {
    inbox: Arc<Inbox>,
}

impl Changes {
    /// Waits for changes and takes all there are, sorted. `None` when the workstation has been closed.
    pub async fn next(&mut self) -> Option<Vec<String>> {
        loop {
            let tags = std::mem::take(&mut *lock(&self.inbox.tags));
            if !tags.is_empty() {
                return Some(tags.into_iter().collect());
            }
            if self.inbox.closed.load(std::sync::atomic::Ordering::SeqCst) {
                return None;
            }
            self.inbox.ringing.notified().await;
        }
    }
}

impl Board {
    pub(crate) fn listen(&self) -> Changes {
        self.enter(Inbox::default())
    }

    /// Listens to some tags alone.
    pub(crate) fn listen_to(&self, only: &'static [&'static str]) -> Changes {
        self.enter(Inbox {
            only: Some(only),
            ..Inbox::default()
        })
    }

    fn enter(&self, inbox: Inbox) -> Changes {
        let inbox = Arc::new(inbox);
        lock(&self.inboxes).push(Arc::downgrade(&inbox));
        Changes { inbox }
    }

    pub(crate) fn tell(&self, tags: impl IntoIterator<Item = String>) {
        let tags: BTreeSet<String> = tags.into_iter().collect();
        if tags.is_empty() {
            return;
        }
        lock(&self.inboxes).retain(|inbox| {
            let Some(inbox) = inbox.upgrade() else {
                return false;
            };
            let heard = tags
                .iter()
                .filter(|tag| inbox.only.is_none_or(|only| only.contains(&tag.as_str())));
            let nothing = {
                let mut waiting = lock(&inbox.tags);
                waiting.extend(heard.cloned());
                waiting.is_empty()
            };
            if !nothing {
                inbox.ringing.notify_one();
            }
            true
        });
    }
}

impl Drop for Board {
    fn drop(&mut self) {
        for inbox in lock(&self.inboxes).iter().filter_map(Weak::upgrade) {
            inbox
                .closed
                .store(true, std::sync::atomic::Ordering::SeqCst);
            inbox.ringing.notify_one();
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The tag that screens know a change by.
pub(crate) fn tag(change: &Change) -> String {
    match change {
        Change::Appeals => "appeals".to_owned(),
        Change::Records => "records".to_owned(),
        Change::Queue => "queue".to_owned(),
        Change::Appeal(id) => format!("appeal:{id}"),
        Change::Client(id) => format!("client:{id}"),
        Change::Directory => "directory".to_owned(),
        Change::Load => "load".to_owned(),
        Change::Drafts => "drafts".to_owned(),
        Change::Link | Change::Written => "link".to_owned(),
        Change::Discrepancies => "discrepancies".to_owned(),
        Change::Audit => "audit".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::Board;

    #[tokio::test]
    async fn a_slow_listener_hears_of_each_thing_once_and_of_the_end() {
        let board = Board::default();
        let mut changes = board.listen();
        for tag in ["link", "appeals", "link"] {
            board.tell([tag.to_owned()]);
        }
        let both = vec!["appeals".to_owned(), "link".to_owned()];
        assert_eq!(changes.next().await, Some(both));
        board.tell([]);
        board.tell(["drafts".to_owned()]);
        drop(board);
        assert_eq!(changes.next().await, Some(vec!["drafts".to_owned()]));
        assert_eq!(changes.next().await, None);
    }

    #[tokio::test]
    async fn who_hears_of_some_tags_hears_of_no_other() {
        let board = Board::default();
        let mut changes = board.listen_to(&["queue"]);
        board.tell(["client:p-000001".to_owned()]);
        board.tell(["queue".to_owned(), "link".to_owned()]);
        assert_eq!(changes.next().await, Some(vec!["queue".to_owned()]));
    }

    #[tokio::test]
    async fn who_has_gone_is_forgotten() {
        let board = Board::default();
        drop(board.listen());
        board.tell(["link".to_owned()]);
        assert!(super::lock(&board.inboxes).is_empty());
    }
}
