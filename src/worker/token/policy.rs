//! When a token is given, renewed, asked for, or refused: pure, `now` is passed in.

use alloc::string::String;

use sha2::{Digest, Sha256};

use crate::bank::{Failure, Secret, Token};
use crate::worker::hex;

/// A token with its times, in milliseconds since 1970.
pub(super) struct Held {
    pub(super) access_token: Secret,
    /// From here on a new one is asked for while this one is still given.
    pub(super) renew_ms: i64,
    /// From here on it is not given any more.
    pub(super) until_ms: i64,
}

impl Held {
    /// Counted from when it was asked for: the bank's clock started no earlier.
    fn new(token: Token, asked_ms: i64) -> Self {
        let lifetime_ms = i64::from(token.expires_in_s) * 1000;
        // a call must not arrive with a token that ended on its way
        let margin_ms = (lifetime_ms / 10).min(30_000);
        Self {
            access_token: token.access_token,
            renew_ms: asked_ms + lifetime_ms / 4 * 3,
            until_ms: asked_ms + lifetime_ms - margin_ms,
        }
    }

    /// What a rejected token is recognised by without being shown.
    pub(super) fn fingerprint(&self) -> String {
        fingerprint(&self.access_token)
    }
}

pub(super) fn fingerprint(token: &Secret) -> String {
    hex::text(&Sha256::digest(token.expose().as_bytes())[..8])
}

/// Why there is no token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::worker) struct NoToken {
    /// Whether the bank refuses the credentials: no pause mends that.
    pub(in crate::worker) refused: bool,
    /// When to ask again, in seconds.
    pub(in crate::worker) retry_after_s: u32,
}

/// What is to be done for one who asks.
pub(super) enum Ask<'a> {
    /// Give it; and renew it if nobody does already.
    Give { held: &'a Held, renew: bool },
    /// Ask the bank.
    Fetch,
    /// The bank failed a moment ago and is not asked yet.
    Wait(NoToken),
}

/// What is known of one scope's token.
#[derive(Default)]
pub(super) struct Keeping {
    held: Option<Held>,
    failures: u32,
    blocked_until_ms: i64,
    refused: bool,
}

impl Keeping {
    pub(super) fn new(held: Option<Held>) -> Self {
        Self { held, ..Self::default() }
    }

    pub(super) fn held(&self) -> Option<&Held> {
        self.held.as_ref()
    }

    /// `rejected` is the fingerprint of a token that the bank rejects, or empty: that token is dropped, and no other.
    pub(super) fn ask(&mut self, rejected: &str, now_ms: i64) -> Ask<'_> {
        self.held.take_if(|held| held.until_ms <= now_ms || held.fingerprint() == rejected);
        let blocked = now_ms < self.blocked_until_ms;
        match &self.held {
            Some(held) => Ask::Give { held, renew: held.renew_ms <= now_ms && !blocked },
            None if blocked => Ask::Wait(self.no_token(now_ms)),
            None => Ask::Fetch,
        }
    }

    /// Takes the bank's answer in. After a failure it is left alone for 1 s, 2 s, 4 s … at most 60 s, or as long as it asks.
    pub(super) fn answered(&mut self, answer: Result<Token, Failure>, asked_ms: i64, now_ms: i64) {
        match answer {
            Ok(token) => *self = Self::new(Some(Held::new(token, asked_ms))),
            Err(failure) => {
                self.failures += 1;
                self.refused = matches!(failure, Failure::Refused { .. });
                let asked_s = match failure {
                    Failure::Throttled { retry_after_s } => retry_after_s.unwrap_or(0),
                    _ => 0,
                };
                let pause_s = (1_i64 << (self.failures - 1).min(6)).max(asked_s.into()).min(60);
                self.blocked_until_ms = now_ms + pause_s * 1000;
            }
        }
    }

    pub(super) fn no_token(&self, now_ms: i64) -> NoToken {
        let wait_s = (self.blocked_until_ms - now_ms + 999) / 1000;
        NoToken { refused: self.refused, retry_after_s: u32::try_from(wait_s).unwrap_or(0).max(1) }
    }
}

#[cfg(test)]
mod tests {
    use alloc::borrow::ToOwned;

    use super::*;

    fn token(text: &str, expires_in_s: u32) -> Token {
        Token { access_token: Secret::new(text), expires_in_s }
    }

    fn given(ask: Ask<'_>) -> Option<(String, bool)> {
        match ask {
            Ask::Give { held, renew } => Some((held.access_token.expose().to_owned(), renew)),
            Ask::Fetch | Ask::Wait(_) => None,
        }
    }

    #[test]
    fn gives_renews_and_drops_by_the_clock() {
        let mut keeping = Keeping::default();
        assert!(matches!(keeping.ask("", 0), Ask::Fetch));
        keeping.answered(Ok(token("a", 900)), 0, 5_000);
        let cases = [
            (5_000, Some(("a", false))),
            (674_999, Some(("a", false))),
            (675_000, Some(("a", true))),
            (869_999, Some(("a", true))),
            (870_000, None),
        ];
        for (now_ms, expected) in cases {
            let expected = expected.map(|(text, renew)| (text.to_owned(), renew));
            assert_eq!(given(keeping.ask("", now_ms)), expected, "{now_ms}");
        }
    }

    #[test]
    fn a_short_token_is_still_used() {
        let mut keeping = Keeping::default();
        keeping.answered(Ok(token("a", 1)), 0, 0);
        assert!(given(keeping.ask("", 500)).is_some());
    }

    #[test]
    fn drops_the_rejected_token_alone() {
        let mut keeping = Keeping::default();
        keeping.answered(Ok(token("old", 900)), 0, 0);
        let old = keeping.held().unwrap().fingerprint();
        assert!(matches!(keeping.ask(&old, 1), Ask::Fetch));
        keeping.answered(Ok(token("new", 900)), 1, 1);
        // one who met the old token late does not throw the new one away
        assert_eq!(given(keeping.ask(&old, 2)), Some(("new".into(), false)));
    }

    #[test]
    fn leaves_a_failing_bank_alone() {
        let mut keeping = Keeping::default();
        let mut now_ms = 0;
        for pause_s in [1, 2, 4, 8, 16, 32, 60, 60] {
            assert!(matches!(keeping.ask("", now_ms), Ask::Fetch));
            keeping.answered(Err(Failure::Timeout), now_ms, now_ms);
            let Ask::Wait(no_token) = keeping.ask("", now_ms) else { panic!("asked at once") };
            assert_eq!(no_token, NoToken { refused: false, retry_after_s: pause_s });
            now_ms += i64::from(pause_s) * 1000;
        }
        keeping.answered(Ok(token("a", 900)), now_ms, now_ms);
        assert!(given(keeping.ask("", now_ms)).is_some());
    }

    #[test]
    fn a_bank_that_asks_for_a_pause_gets_it_and_bad_credentials_are_named() {
        let mut keeping = Keeping::default();
        keeping.answered(Err(Failure::Throttled { retry_after_s: Some(30) }), 0, 0);
        assert_eq!(keeping.no_token(0), NoToken { refused: false, retry_after_s: 30 });
        keeping.answered(Err(Failure::Refused { status: 401, code: None, message: "".into() }), 0, 0);
        assert!(keeping.no_token(0).refused);
    }

    #[test]
    fn a_renewal_that_fails_keeps_the_token() {
        let mut keeping = Keeping::default();
        keeping.answered(Ok(token("a", 900)), 0, 0);
        keeping.answered(Err(Failure::Unreachable), 700_000, 700_000);
        assert_eq!(given(keeping.ask("", 700_001)), Some(("a".into(), false)));
        assert_eq!(given(keeping.ask("", 701_000)), Some(("a".into(), true)));
    }
}
