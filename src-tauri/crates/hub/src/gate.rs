//! Who is let in: the site of a request, and the cookie of a device.

use axum::http::{HeaderMap, header};

/// The cookie of a device. Under TLS the prefix keeps a neighbour on the machine's plain ports from setting it.
const COOKIE_SECURE: &str = "__Host-stoika";
const COOKIE_PLAIN: &str = "stoika";
/// Ten years: a board hangs until it is revoked.
const COOKIE_SECONDS: u32 = 10 * 365 * 24 * 3600;

/// What the listener is for a browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Site {
    /// Under TLS.
    pub secure: bool,
}

impl Site {
    /// Whether a request means this machine by its number and comes from its own page. A name that an
    /// attacker makes resolve to this machine is refused: nobody was told to type one.
    pub fn is_own(self, headers: &HeaderMap, origin_needed: bool) -> bool {
        let Some(host) = text(headers, header::HOST) else {
            return false;
        };
        let is_number = host.parse::<std::net::SocketAddr>().is_ok()
            || host.parse::<std::net::IpAddr>().is_ok();
        let scheme = if self.secure { "https" } else { "http" };
        let origin_fits = match headers.get(header::ORIGIN) {
            Some(origin) => origin.as_bytes() == format!("{scheme}://{host}").as_bytes(),
            None => !origin_needed,
        };
        is_number && origin_fits
    }

    /// The token that a device shows.
    pub fn token(self, headers: &HeaderMap) -> Option<&str> {
        let name = self.cookie();
        headers
            .get_all(header::COOKIE)
            .iter()
            .filter_map(|line| line.to_str().ok())
            .flat_map(|line| line.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .find(|(own, _)| *own == name)
            .map(|(_, token)| token)
            .filter(|token| token.len() <= 128)
    }

    /// What a device keeps from now on.
    pub fn set_cookie(self, token: &str) -> String {
        let secure = if self.secure { "; Secure" } else { "" };
        format!(
            "{}={token}; Path=/; Max-Age={COOKIE_SECONDS}; HttpOnly; SameSite=Strict{secure}",
            self.cookie()
        )
    }

    fn cookie(self) -> &'static str {
        if self.secure {
            COOKIE_SECURE
        } else {
            COOKIE_PLAIN
        }
    }
}

fn text(headers: &HeaderMap, name: header::HeaderName) -> Option<&str> {
    headers.get(name)?.to_str().ok()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use axum::http::HeaderMap;

    use super::Site;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()))
            .collect()
    }

    #[test]
    fn a_request_means_the_machine_by_its_number_and_comes_from_its_page() {
        let site = Site { secure: true };
        let host = ("host", "192.168.1.20:7443");
        assert!(site.is_own(&headers(&[host]), false));
        assert!(!site.is_own(&headers(&[host]), true));
        assert!(site.is_own(
            &headers(&[host, ("origin", "https://192.168.1.20:7443")]),
            true
        ));
        assert!(!site.is_own(
            &headers(&[host, ("origin", "http://192.168.1.20:7443")]),
            true
        ));
        assert!(!site.is_own(&headers(&[host, ("origin", "https://evil.example")]), false));
        assert!(!site.is_own(&headers(&[("host", "evil.example:7443")]), false));
        assert!(!site.is_own(&headers(&[]), false));
    }

    #[test]
    fn the_token_is_found_among_other_cookies() {
        let site = Site { secure: false };
        let found = headers(&[("cookie", "a=1; stoika=abc; b=2")]);
        assert_eq!(site.token(&found), Some("abc"));
        assert_eq!(site.token(&headers(&[("cookie", "xstoika=abc")])), None);
        let secure = Site { secure: true };
        assert_eq!(secure.token(&found), None);
        assert!(
            secure
                .set_cookie("t")
                .ends_with("; HttpOnly; SameSite=Strict; Secure")
        );
    }
}
