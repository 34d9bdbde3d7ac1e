//! The number by which the post follows a letter.

use super::{Fault, joined, only_digits};

/// Почтовый идентификатор of a registered letter within the country: 14 digits, the last one checks the others.
///
/// # Errors
/// `track_digits`, `track_check`.
pub fn track_number(text: &str) -> Result<String, Fault> {
    let digits = only_digits(text, "track_digits")?;
    if digits.len() != 14 {
        return Err(Fault::new("track_digits"));
    }
    // Weights 3 and 1 in turn, as in Interleaved 2 of 5.
    let weights = [3, 1].into_iter().cycle();
    let sum: u32 = digits
        .iter()
        .take(13)
        .zip(weights)
        .map(|(digit, weight)| *digit * weight)
        .sum();
    if digits.last().copied() != Some((10 - sum % 10) % 10) {
        return Err(Fault::new("track_check"));
    }
    Ok(joined(&digits))
}

#[cfg(test)]
mod tests {
    use super::track_number;

    #[test]
    fn the_last_digit_checks_the_others() {
        assert_eq!(
            track_number("446310 12 34567 0"),
            Ok("44631012345670".to_owned())
        );
        let code = |text: &str| track_number(text).err().map(|fault| fault.code);
        assert_eq!(code("44631012345671").as_deref(), Some("track_check"));
        // Two neighbours changed places.
        assert_eq!(code("44631021345670").as_deref(), Some("track_check"));
        for text in ["", "4463101234567", "446310123456700", "RA123456789RU"] {
            assert_eq!(code(text).as_deref(), Some("track_digits"));
        }
    }
}
