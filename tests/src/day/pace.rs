//! How fast a played day goes: its clock after the clock of the wall, until somebody says stop.

use std::str::FromStr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::watch;

use super::stage::Stage;

/// The longest the clock of the stage stands still at a speed.
const SLICE: Duration = Duration::from_millis(40);

/// Ends a play before its end; the player hears of it while it waits for the clock.
#[derive(Clone, Debug)]
pub struct Stop(Arc<watch::Sender<bool>>);

impl Default for Stop {
    fn default() -> Self {
        Self(Arc::new(watch::Sender::new(false)))
    }
}

impl Stop {
    /// The play ends.
    pub fn stop(&self) {
        self.0.send_replace(true);
    }

    /// Whether it has been said.
    #[must_use]
    pub fn is_said(&self) -> bool {
        *self.0.borrow()
    }

    /// Until it is said.
    pub async fn said(&self) {
        let mut heard = self.0.subscribe();
        // The sender is held by this very value: it cannot be gone.
        let _ = heard.wait_for(|said| *said).await;
    }
}

/// How many times faster than life.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Speed {
    /// So many times.
    Times(f64),
    /// As fast as the desks go.
    Max,
}

impl FromStr for Speed {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "max" {
            return Ok(Self::Max);
        }
        match text.parse() {
            Ok(times) if times > 0.0 && f64::is_finite(times) => Ok(Self::Times(times)),
            Ok(_) | Err(_) => Err("a number above nothing, or max".to_owned()),
        }
    }
}

/// The clock of the stage against that of the wall.
pub(super) struct Pace {
    pub(super) speed: Speed,
    pub(super) begun: Instant,
    pub(super) from_ms: i64,
    pub(super) stop: Stop,
}

impl Pace {
    /// Brings the stage's clock there; returns how late it was, milliseconds of the day. The clock stands still when the play is
    /// stopped.
    pub(super) fn reach(&self, stage: &Stage, at_ms: i64) -> i64 {
        loop {
            let ahead_ms = at_ms - stage.now_ms();
            if ahead_ms <= 0 || self.stop.is_said() {
                return -ahead_ms.min(0);
            }
            let times = match self.speed {
                Speed::Max => {
                    stage.clock.advance_ms(ahead_ms.unsigned_abs());
                    return 0;
                }
                Speed::Times(times) => times,
            };
            let due_ms =
                self.from_ms + (self.begun.elapsed().as_secs_f64() * 1000.0 * times) as i64;
            let due_ms = due_ms.min(at_ms);
            let step_ms = due_ms - stage.now_ms();
            if step_ms > 0 {
                stage.clock.advance_ms(step_ms.unsigned_abs());
            }
            if due_ms == at_ms {
                let should_ms =
                    self.from_ms + (self.begun.elapsed().as_secs_f64() * 1000.0 * times) as i64;
                return should_ms - at_ms;
            }
            let left = Duration::from_secs_f64((at_ms - due_ms) as f64 / 1000.0 / times);
            stage.rest(left.min(SLICE), &self.stop);
        }
    }
}
