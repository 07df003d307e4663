//! Signatures on what is sent to the shop, after the Standard Webhooks specification 1.0.0: symmetric, `v1`.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::str::FromStr;

use super::base64;
use super::mac::mac;

/// The key of the shop's webhook, from `WEBHOOK_SECRET`: Base64, with `whsec_` before it or without. `Debug` prints
/// nothing of it.
pub(super) struct WebhookKey(Vec<u8>);

impl WebhookKey {
    pub(super) const FORMAT: &'static str = "is not whsec_ and the Base64 of 24 to 64 bytes";

    /// The `webhook-signature` of a delivery with this `webhook-id`, this `webhook-timestamp` (seconds since 1970) and
    /// this body.
    ///
    /// The id holds no full stop: else one id and time could be read as another.
    pub(super) fn sign(&self, id: &str, timestamp: &str, body: &str) -> String {
        let mac = mac(&self.0, &[id, ".", timestamp, ".", body].map(str::as_bytes));
        ["v1,", &base64::padded(&mac)].concat()
    }
}

impl FromStr for WebhookKey {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let key = base64::read_padded(text.strip_prefix("whsec_").unwrap_or(text)).ok_or(())?;
        // the specification's bounds for a symmetric secret
        if (24..=64).contains(&key.len()) { Ok(Self(key)) } else { Err(()) }
    }
}

impl fmt::Debug for WebhookKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WebhookKey(…)")
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::vec;

    use super::*;

    /// The vector that the specification's own libraries test themselves with.
    const KEY: &str = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    #[test]
    fn the_vector_of_the_libraries() {
        let prefixed = format!("whsec_{KEY}");
        for key in [KEY, &prefixed] {
            let key: WebhookKey = key.parse().unwrap();
            let signature = key.sign("msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", r#"{"test": 2432232314}"#);
            assert_eq!(signature, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
        }
    }

    #[test]
    fn signs_id_time_and_body() {
        let key: WebhookKey = KEY.parse().unwrap();
        let first = key.sign("evt_000123_paid", "1", "{}");
        assert_eq!(key.sign("evt_000123_paid", "1", "{}"), first);
        assert_ne!(key.sign("evt_000124_paid", "1", "{}"), first);
        assert_ne!(key.sign("evt_000123_paid", "2", "{}"), first);
        assert_ne!(key.sign("evt_000123_paid", "1", "{ }"), first);
    }

    #[test]
    fn a_key_has_24_to_64_bytes() {
        let of = |length| base64::padded(&vec![7; length]);
        for (text, expected) in [
            (of(24), true),
            (of(26), true),
            (of(64), true),
            (of(23), false),
            (of(65), false),
            (String::new(), false),
            ("whsec_".into(), false),
            (format!("WHSEC_{KEY}"), false),
            (of(26).replace('=', ""), false),
            (format!("{KEY}\n"), false),
            ("_-".repeat(16), false),
        ] {
            assert_eq!(text.parse::<WebhookKey>().is_ok(), expected, "{text}");
        }
    }

    #[test]
    fn stays_out_of_debug() {
        assert_eq!(format!("{:?}", KEY.parse::<WebhookKey>().unwrap()), "WebhookKey(…)");
    }
}
