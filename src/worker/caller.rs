//! Who calls, and whether they may.

use super::config::Config;
use super::fault::Fault;
use super::key::{Key, KeyScope};

/// The caller's key, if it is known and allows what is asked.
pub(super) fn key<'a>(config: &'a Config, authorization: Option<&str>, scope: KeyScope) -> Result<&'a Key, Fault> {
    let key = authorization.and_then(bearer).and_then(|text| config.keys.find(text)).ok_or(Fault::Unauthorized)?;
    if key.allows(scope) { Ok(key) } else { Err(Fault::Forbidden { scope: scope.as_str() }) }
}

/// The credentials of `Bearer …` (RFC 6750; the scheme's letter case does not count).
fn bearer(header: &str) -> Option<&str> {
    let (scheme, credentials) = header.trim().split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| credentials.trim_start())
}

#[cfg(test)]
mod tests {
    use super::bearer;

    #[test]
    fn reads_bearer_alone() {
        let cases = [
            ("Bearer abc", Some("abc")),
            ("bearer  abc ", Some("abc")),
            ("Basic abc", None),
            ("Bearer", None),
            ("abc", None),
            ("", None),
        ];
        for (header, expected) in cases {
            assert_eq!(bearer(header), expected, "{header}");
        }
    }
}
