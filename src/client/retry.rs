//! Whether and when a call is made again.

use gloo_timers::callback::Timeout;
use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortSignal;

/// A pause; the caller's signal cuts it short.
pub(super) async fn pause(ms: u32, signal: Option<&AbortSignal>) {
    let mut ends = None;
    let over = Promise::new(&mut |resolve, _| {
        if let Some(signal) = signal {
            let _ = signal.add_event_listener_with_callback("abort", &resolve);
        }
        let done = resolve.clone();
        let timer = Timeout::new(ms, move || {
            let _ = done.call0(&JsValue::UNDEFINED);
        });
        ends = Some((timer, resolve));
    });
    let _ = JsFuture::from(over).await;
    if let (Some(signal), Some((_, listener))) = (signal, &ends) {
        let _ = signal.remove_event_listener_with_callback("abort", listener);
    }
}

/// The pause before the next attempt; `None` where there is to be none. `chance` is from 0 to 1.
///
/// The Worker's own word counts where it gives one; else the pause doubles from half a second to eight, and up to a half is
/// taken off by chance, so that many clients do not come back at once.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 30,000")]
pub(super) fn pause_ms(attempt: u32, retryable: bool, retry_after: Option<u32>, chance: f64) -> Option<u32> {
    if !retryable {
        return None;
    }
    if let Some(seconds) = retry_after {
        return Some(seconds.min(30) * 1000);
    }
    let whole = 500 << attempt.min(4);
    Some(whole - (f64::from(whole) / 2.0 * chance.clamp(0.0, 1.0)) as u32)
}

/// The seconds of a `Retry-After`: their number, or until a date (RFC 9110, 10.2.3).
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates: a date of the past is now")]
pub(super) fn seconds(value: &str) -> Option<u32> {
    value.parse().ok().or_else(|| {
        let ms = js_sys::Date::parse(value) - js_sys::Date::now();
        (!ms.is_nan()).then(|| (ms / 1000.0).ceil() as u32)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grows_and_heeds_the_worker() {
        let cases = [
            ((0, true, None, 0.0), Some(500)),
            ((0, true, None, 1.0), Some(250)),
            ((3, true, None, 0.0), Some(4000)),
            ((99, true, None, 0.0), Some(8000)),
            ((0, true, Some(2), 0.5), Some(2000)),
            ((0, true, Some(9999), 0.5), Some(30_000)),
            ((0, false, Some(2), 0.5), None),
        ];
        for ((attempt, retryable, after, chance), expected) in cases {
            assert_eq!(pause_ms(attempt, retryable, after, chance), expected);
        }
    }
}
