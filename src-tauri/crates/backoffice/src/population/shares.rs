//! How many accounts each office has.

use stoika_domain::standard::{Office, OfficeKind};

/// Thousands of accounts of the large ones, as the region has them.
const LARGE: &[(&str, u32)] = &[
    ("samara", 299),
    ("togliatti", 67),
    ("zhigulevsk", 32),
    ("otradny", 25),
    ("novokuybyshevsk", 25),
    ("chapaevsk", 17),
    ("krasny-yar", 16),
];
const BRANCH: u32 = 8;
const SERVICE_CENTRE: u32 = 2;

/// Shares `count` accounts out to the offices, by the size of their zones. Reception points take
/// in people and have no accounts of their own.
pub(super) fn shares(offices: &[Office], count: u32) -> Vec<(&Office, u32)> {
    let weights: Vec<(&Office, u32)> = offices
        .iter()
        .map(|office| (office, weight(office)))
        .filter(|(_, weight)| *weight > 0)
        .collect();
    let total: u32 = weights.iter().map(|(_, weight)| weight).sum();
    let mut left = count;
    let mut weight_left = total;
    let mut shares = Vec::new();
    // What is left is shared among those that are left, so that the sum is exact.
    for (office, weight) in weights {
        let share = u64::from(left) * u64::from(weight) / u64::from(weight_left.max(1));
        let share = u32::try_from(share).unwrap_or(left);
        left -= share;
        weight_left -= weight;
        shares.push((office, share));
    }
    shares
}

fn weight(office: &Office) -> u32 {
    let large = LARGE.iter().find(|(id, _)| *id == office.id.as_str());
    match (large, office.kind) {
        (Some((_, thousands)), _) => *thousands,
        (None, OfficeKind::Branch) => BRANCH,
        (None, OfficeKind::ServiceCenter) => SERVICE_CENTRE,
        (None, OfficeKind::ReceptionPoint) => 0,
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use stoika_domain::standard;

    use super::shares;

    #[test]
    fn every_account_lies_somewhere_and_samara_has_half() {
        let json = include_str!("../../../../../fixtures/standard/offices.json");
        let offices = standard::offices(json).unwrap();
        for count in [0, 1, 100, 600_000] {
            let shares = shares(&offices, count);
            assert_eq!(shares.iter().map(|(_, share)| share).sum::<u32>(), count);
        }
        let of = |id: &str| {
            let shares = shares(&offices, 600_000);
            let found = shares.iter().find(|(office, _)| office.id.as_str() == id);
            found.unwrap().1
        };
        assert!(
            (280_000..310_000).contains(&of("samara")),
            "{}",
            of("samara")
        );
        assert!((60_000..70_000).contains(&of("togliatti")));
        assert!((5_000..12_000).contains(&of("kinel")));
    }
}
