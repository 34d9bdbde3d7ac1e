//! Settings of access to personal data (domain 6): locks, limits, days without a link.

use serde::{Deserialize, Serialize};

/// What stands under `access` in `settings.json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AccessSettings {
    /// Idle minutes to the lock.
    pub idle_lock_minutes: u32,
    /// Seconds for which an unmasked value is shown.
    pub unmask_seconds: u32,
    /// Values that one user may unmask in a day.
    pub unmask_per_day_max: u32,
    /// The same once the desk has heard nothing of the centre for the hours below: single values
    /// stay, reading off a whole base does not.
    pub unmask_per_day_max_offline: u32,
    /// Hours without a word of the centre after which access is narrowed.
    pub offline_hours_max: u32,
    /// The same for the desks of outside reception.
    pub offline_hours_max_field: u32,
    /// The shortest passphrase with which a laptop's desk opens, symbols.
    pub passphrase_length_min: u32,
    /// Labels of the desks of outside reception.
    pub field_desks: Vec<String>,
}

/// What holds until the document has come.
impl Default for AccessSettings {
    fn default() -> Self {
        Self {
            idle_lock_minutes: 10,
            unmask_seconds: 30,
            unmask_per_day_max: 60,
            unmask_per_day_max_offline: 10,
            offline_hours_max: 72,
            offline_hours_max_field: 720,
            passphrase_length_min: 12,
            field_desks: Vec::new(),
        }
    }
}

impl AccessSettings {
    /// Hours without a word of the centre after which access is narrowed at a desk.
    #[must_use]
    pub fn offline_hours(&self, desk_label: &str) -> u32 {
        if self.field_desks.iter().any(|label| label == desk_label) {
            self.offline_hours_max_field
        } else {
            self.offline_hours_max
        }
    }

    /// How many values a user of a desk may unmask in a day when the centre was last heard
    /// `silent_ms` ago; `None` when it has not been heard yet.
    #[must_use]
    pub fn unmask_limit(&self, desk_label: &str, silent_ms: Option<i64>) -> u32 {
        let hours = i64::from(self.offline_hours(desk_label));
        let is_near = silent_ms.is_some_and(|silent_ms| silent_ms < hours * 3_600_000);
        if is_near {
            self.unmask_per_day_max
        } else {
            self.unmask_per_day_max_offline
        }
    }
}

#[cfg(test)]
mod tests {
    use super::AccessSettings;

    #[test]
    fn days_without_a_link_narrow_what_may_be_unmasked() {
        let settings = AccessSettings {
            field_desks: vec!["ОТ-09".to_owned()],
            ..AccessSettings::default()
        };
        let hour_ms = 3_600_000;
        let limit = |desk, hours: i64| settings.unmask_limit(desk, Some(hours * hour_ms));
        assert_eq!(limit("ОТ-04", 71), 60);
        assert_eq!(limit("ОТ-04", 72), 10);
        assert_eq!(limit("ОТ-09", 72), 60);
        assert_eq!(limit("ОТ-09", 720), 10);
        assert_eq!(settings.unmask_limit("ОТ-04", None), 10);
    }
}
