//! What to do after a failure: a pure decision.

use super::{Failure, Operation};

/// What to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Make the same call again after a pause.
    Again {
        /// The pause in milliseconds.
        after_ms: u32,
    },
    /// Drop the token, get another, make the same call again.
    RenewToken,
    /// Nobody knows whether the link was made: search for it by its invoice_id before anything else.
    Search,
    /// Tell the caller.
    GiveUp,
}

/// How often a call is made at the most, the first time included.
pub const MOST_ATTEMPTS: u32 = 3;

/// Decides what follows the failure of a call made for the `attempt`-th time (the first is 1).
///
/// - A rejected token is renewed once; if the next is rejected too, it is not the token.
/// - A search, a deactivation and a token request change nothing by being repeated: they are made again after 200 ms,
///   then 800 ms, three times in all.
/// - A create is never repeated blindly: where its outcome is not known, only a search can tell.
/// - Throttled: again if the bank asks for 2 s at the most, else the caller is told. A create is searched for even so.
/// - Refused: an answer, not a fault.
#[must_use]
pub const fn next_step(operation: Operation, failure: &Failure, attempt: u32) -> Step {
    match failure {
        Failure::InvalidToken if attempt == 1 => Step::RenewToken,
        Failure::InvalidToken | Failure::Refused { .. } => Step::GiveUp,
        Failure::Throttled { .. } if matches!(operation, Operation::Create) => Step::Search,
        Failure::Throttled { retry_after_s } => match throttled_pause_ms(*retry_after_s, attempt) {
            Some(after_ms) => Step::Again { after_ms },
            None => Step::GiveUp,
        },
        Failure::Unavailable { .. } | Failure::Malformed { .. } | Failure::Timeout | Failure::Unreachable => {
            match operation {
                Operation::Create => Step::Search,
                _ if attempt < MOST_ATTEMPTS => Step::Again { after_ms: pause_ms(attempt) },
                _ => Step::GiveUp,
            }
        }
    }
}

/// How long to wait after a call that the bank has throttled for the `attempt`-th time, where it asks for so many seconds;
/// `None`: that is longer than a caller waits.
pub(crate) const fn throttled_pause_ms(retry_after_s: Option<u32>, attempt: u32) -> Option<u32> {
    match retry_after_s {
        _ if attempt >= MOST_ATTEMPTS => None,
        Some(seconds @ 0..=2) => Some(seconds * 1000),
        Some(_) => None,
        None => Some(pause_ms(attempt)),
    }
}

const fn pause_ms(attempt: u32) -> u32 {
    if attempt <= 1 { 200 } else { 800 }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OPERATIONS: [Operation; 4] = [Operation::Token, Operation::Create, Operation::Search, Operation::Deactivate];

    fn failures() -> [Failure; 8] {
        [
            Failure::InvalidToken,
            Failure::Refused { status: 400, code: None, message: "".into() },
            Failure::Throttled { retry_after_s: None },
            Failure::Throttled { retry_after_s: Some(60) },
            Failure::Unavailable { status: 502 },
            Failure::Malformed { status: 200 },
            Failure::Timeout,
            Failure::Unreachable,
        ]
    }

    #[test]
    fn decides() {
        let throttled = |retry_after_s| Failure::Throttled { retry_after_s };
        let again = |after_ms| Step::Again { after_ms };
        let cases = [
            (Operation::Create, Failure::InvalidToken, 1, Step::RenewToken),
            (Operation::Create, Failure::InvalidToken, 2, Step::GiveUp),
            (Operation::Create, Failure::Timeout, 1, Step::Search),
            (Operation::Create, Failure::Unavailable { status: 502 }, 3, Step::Search),
            (Operation::Create, throttled(None), 1, Step::Search),
            (Operation::Search, throttled(None), 1, again(200)),
            (Operation::Search, throttled(Some(2)), 2, again(2000)),
            (Operation::Search, throttled(Some(3)), 1, Step::GiveUp),
            (Operation::Search, throttled(None), 3, Step::GiveUp),
            (Operation::Search, Failure::Timeout, 1, again(200)),
            (Operation::Search, Failure::Malformed { status: 200 }, 2, again(800)),
            (Operation::Search, Failure::Unreachable, 3, Step::GiveUp),
            (Operation::Deactivate, Failure::Unavailable { status: 500 }, 1, again(200)),
            (Operation::Token, Failure::Refused { status: 401, code: None, message: "".into() }, 1, Step::GiveUp),
        ];
        for (operation, failure, attempt, expected) in cases {
            assert_eq!(next_step(operation, &failure, attempt), expected, "{operation:?} {failure:?} {attempt}");
        }
    }

    #[test]
    fn an_ambiguous_create_is_never_repeated_blindly() {
        for failure in failures().into_iter().filter(Failure::is_ambiguous) {
            for attempt in 1..10 {
                assert_eq!(next_step(Operation::Create, &failure, attempt), Step::Search);
            }
        }
    }

    #[test]
    fn every_call_ends() {
        for operation in OPERATIONS {
            for failure in failures() {
                let step = next_step(operation, &failure, MOST_ATTEMPTS);
                assert!(matches!(step, Step::GiveUp | Step::Search), "{operation:?} {failure:?}");
            }
        }
    }
}
