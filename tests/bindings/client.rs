use epay_invoice::client::{call, watch};
use js_sys::{Array, Function};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::AbortSignal;

use crate::{holds, js, json};

/// A `fetch` that does what these functions of the request say, one after the other, and keeps the requests. The tests take
/// turns only where they wait, so each has an address of its own.
struct Fetch {
    url: String,
    seen: Array,
}

impl Fetch {
    fn that(acts: &str) -> Self {
        let seen: Array = js("(() => {
            const worlds = globalThis.worlds ??= new Map()
            if (!worlds.size) {
                const { fetch } = globalThis
                globalThis.fetch = (request, ...others) => {
                    const world = worlds.get(new URL(request.url ?? request, 'http://none').host)
                    if (!world) return fetch(request, ...others)
                    world.seen.push(request)
                    return (world.acts.length > 1 ? world.acts.shift() : world.acts[0])(request)
                }
            }
            const seen = []
            worlds.set(`w${worlds.size}.test`, { seen, acts: [] })
            return [`w${worlds.size - 1}.test`, seen]
        })()")
        .into();
        let host = seen.get(0).as_string().unwrap();
        let give = "(status, body, headers) => async () => new Response(body, { status, headers })";
        js(&format!("(() => {{ const give = {give}; globalThis.worlds.get('{host}').acts = [{acts}] }})()"));
        Self { url: format!("http://{host}"), seen: seen.get(1).into() }
    }

    async fn get(&self, retries: u32) -> Result<String, JsValue> {
        call("GET".into(), format!("{}/v1/invoices/1", self.url), "t".into(), None, 5000, retries, None).await
    }

    async fn watch(&self, on_event: &Function, signal: Option<AbortSignal>) -> Result<bool, JsValue> {
        watch(format!("{}/events", self.url), "t".into(), "e0".into(), 5000, signal, on_event.clone()).await
    }
}

fn failure(result: Result<impl std::fmt::Debug, JsValue>) -> JsValue {
    js_sys::JSON::parse(&Array::from(&result.unwrap_err()).get(0).as_string().unwrap()).unwrap()
}

fn function(text: &str) -> Function {
    js(text).into()
}

#[wasm_bindgen_test]
async fn a_call_is_one_request_as_the_worker_wants_it() {
    let fetch = Fetch::that("give(201, '{\"a\":\"ә\"}')");
    let body = "{\"description\":\"шот 😀\"}";
    let made = call(
        "POST".into(),
        format!("{}/v1/invoices?x=1", fetch.url),
        "ticket".into(),
        Some(body.into()),
        5000,
        2,
        None,
    )
    .await;
    assert_eq!(made.unwrap(), "{\"a\":\"ә\"}");
    assert_eq!(fetch.seen.length(), 1);
    let request = fetch.seen.get(0);
    assert!(holds(
        &request,
        "({ method, url, headers }) => method === 'POST' && url.endsWith('/v1/invoices?x=1') && headers.get('authorization') === 'Bearer ticket' \
        && headers.get('accept') === 'application/json' && headers.get('content-type') === 'application/json'"
    ));
    let text = wasm_bindgen_futures::JsFuture::from(request.unchecked_into::<web_sys::Request>().text().unwrap()).await;
    assert_eq!(text.unwrap().as_string().unwrap(), body);
}

#[wasm_bindgen_test]
async fn a_problem_is_told_whole() {
    let fetch = Fetch::that(
        "give(422, '{\"code\":\"invalid_payload\",\"detail\":\"d\",\"request_id\":\"r1\",\"retryable\":false,\"issues\":[{\"path\":[\"amount\"],\
        \"code\":\"required\",\"params\":{}},{\"path\":[\"x\",0],\"code\":\"too_long\",\"params\":{\"max\":1,\"actual\":9007199254740993}}],\
        \"bank\":{\"code\":1079,\"message\":\"м\"}}')",
    );
    assert_eq!(
        json(&failure(fetch.get(2).await)),
        "{\"code\":\"invalid_payload\",\"status\":422,\"detail\":\"d\",\"requestId\":\"r1\",\"retryable\":false,\"retryAfter\":null,\
        \"issues\":[{\"path\":[\"amount\"],\"code\":\"required\",\"params\":{}},{\"path\":[\"x\",0],\"code\":\"too_long\",\
        \"params\":{\"max\":1,\"actual\":9007199254740992}}],\"bank\":{\"code\":1079,\"message\":\"м\"}}"
    );
    assert_eq!(fetch.seen.length(), 1);
}

#[wasm_bindgen_test]
async fn what_may_succeed_is_tried_again_and_no_further_than_asked() {
    let busy = "give(503, '{\"code\":\"busy\",\"retryable\":true}', { 'retry-after': '0', 'x-request-id': 'r2' })";
    let fetch = Fetch::that(&format!("{busy}, () => Promise.reject(new TypeError('reset')), give(200, 'yes')"));
    assert_eq!(fetch.get(2).await.unwrap(), "yes");
    assert_eq!(fetch.seen.length(), 3);
    let fetch = Fetch::that(busy);
    let failed = failure(fetch.get(1).await);
    assert!(holds(&failed, "(it) => it.code === 'busy' && it.status === 503 && it.requestId === 'r2' && it.retryable"));
    assert_eq!(fetch.seen.length(), 2);
}

#[wasm_bindgen_test]
async fn whatever_fetch_rejects_with_or_gives_is_the_network() {
    for act in [
        "() => Promise.reject(new TypeError('reset'))",
        "() => Promise.reject(undefined)",
        "() => Promise.reject('reset')",
        "() => Promise.reject({ get message() { throw 1 } })",
        "() => { throw new Error('there is no network') }",
        "() => 'nothing'",
        "async () => ({})",
        "async () => null",
        "async () => new Response(new ReadableStream({ pull(it) { it.error(new Error('cut')) } }))",
        "async () => new Response(new ReadableStream({ pull(it) { it.error(1n) } }))",
    ] {
        let failed = failure(Fetch::that(act).get(0).await);
        assert!(
            holds(&failed, "(it) => it.code === 'network' && it.status === 0 && it.retryable && !it.issues.length"),
            "{act}: {}",
            json(&failed)
        );
    }
}

#[wasm_bindgen_test]
async fn an_answer_of_ten_megabytes_comes_whole() {
    let fetch = Fetch::that("give(200, 'ж'.repeat(5e6))");
    let text = fetch.get(0).await.unwrap();
    assert!(text.len() == 10_000_000 && text.chars().all(|char| char == 'ж'));
}

const UNTIL_ABORTED: &str =
    "({ signal }) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))";

#[wasm_bindgen_test]
async fn the_time_limit_aborts_the_request() {
    let fetch = Fetch::that(UNTIL_ABORTED);
    let url = format!("{}/v1/invoices/1", fetch.url);
    let failed = failure(call("GET".into(), url, "t".into(), None, 20, 0, None).await);
    assert!(holds(&failed, "(it) => it.code === 'timeout' && it.status === 0 && it.retryable"));
    assert!(holds(&fetch.seen.get(0), "({ signal }) => signal.aborted"));
}

#[wasm_bindgen_test]
async fn the_callers_signal_ends_the_call_and_is_left_as_it_was() {
    let counted = "(() => {
        const controller = new AbortController()
        const { signal } = controller
        signal.listeners = 0
        const { addEventListener, removeEventListener } = signal
        signal.addEventListener = (...args) => { signal.listeners++; addEventListener.apply(signal, args); if (signal.abortsAt === 'once') queueMicrotask(() => controller.abort()) }
        signal.removeEventListener = (...args) => { signal.listeners--; removeEventListener.apply(signal, args) }
        return signal
    })()";
    let listeners = |signal: &AbortSignal| js_sys::Reflect::get(signal, &"listeners".into()).unwrap().as_f64();

    let fetch = Fetch::that("give(200, 'yes')");
    let signal: AbortSignal = js(counted).into();
    let url = || format!("{}/v1/invoices/1", fetch.url);
    call("GET".into(), url(), "t".into(), None, 5000, 0, Some(signal.clone())).await.unwrap();
    assert_eq!(listeners(&signal), Some(0.0));

    let fetch = Fetch::that(UNTIL_ABORTED);
    let signal: AbortSignal = js(&format!("Object.assign({counted}, {{ abortsAt: 'once' }})")).into();
    let url = format!("{}/v1/invoices/1", fetch.url);
    call("GET".into(), url, "t".into(), None, 5000, 9, Some(signal.clone())).await.unwrap_err();
    assert_eq!((listeners(&signal), fetch.seen.length()), (Some(0.0), 1));
}

/// A stream of these bytes, in pieces of so many.
fn stream(text: &str, size: usize) -> String {
    format!(
        "async () => {{ const bytes = new TextEncoder().encode({text:?}); let at = 0; return new Response(new ReadableStream({{ pull(it) {{ \
        if (at < bytes.length) it.enqueue(bytes.subarray(at, at += {size})); else it.close() }} }})) }}"
    )
}

#[wasm_bindgen_test]
async fn events_come_as_they_are_sent_however_they_are_cut() {
    for size in [1, 7, 1000] {
        let fetch = Fetch::that(&stream(": hi\n\nid: 1\ndata: {\"a\":\"ә😀\"}\n\ndata: 2\r\n\r\ndata: lost", size));
        let told = js("[]");
        let on_event: Function = js("(told) => (...event) => void told.push(event)")
            .unchecked_into::<Function>()
            .call1(&JsValue::NULL, &told)
            .unwrap()
            .into();
        assert!(!fetch.watch(&on_event, None).await.unwrap());
        assert_eq!(json(&told), r#"[["{\"a\":\"ә😀\"}","1"],["2","1"]]"#, "in pieces of {size}");
        let wanted =
            "({ headers }) => headers.get('accept') === 'text/event-stream' && headers.get('last-event-id') === 'e0'";
        assert!(holds(&fetch.seen.get(0), wanted));
    }
}

#[wasm_bindgen_test]
async fn what_on_event_throws_comes_out_as_it_is() {
    let fetch = Fetch::that(&stream("data: 1\n\n", 100));
    let thrown = fetch.watch(&function("() => { throw (globalThis.mine = { mine: true }) }"), None).await.unwrap_err();
    assert!(holds(&thrown, "(it) => it === globalThis.mine"));
    let thrown = fetch.watch(&function("() => { throw undefined }"), None).await.unwrap_err();
    assert!(thrown.is_undefined());
}

#[wasm_bindgen_test]
async fn a_stream_that_is_none_or_breaks_off() {
    let never = function("() => { throw new Error('there is no event') }");
    assert!(!Fetch::that("give(200, null)").watch(&never, None).await.unwrap());
    assert!(Fetch::that("give(204, null)").watch(&never, None).await.unwrap(), "nothing more will come");
    let failed = failure(Fetch::that("give(404, '{\"code\":\"not_found\"}')").watch(&never, None).await);
    assert!(holds(&failed, "(it) => it.code === 'not_found' && it.status === 404"));
    let failed = failure(
        Fetch::that("async () => new Response(new ReadableStream({ pull(it) { it.error(1n) } }))")
            .watch(&never, None)
            .await,
    );
    assert!(holds(&failed, "(it) => it.code === 'network' && it.retryable"));
    let aborted: AbortSignal = js("AbortSignal.abort()").into();
    let failed = failure(
        Fetch::that("({ signal }) => signal.aborted ? Promise.reject(signal.reason) : 'sent'")
            .watch(&never, Some(aborted))
            .await,
    );
    assert!(holds(&failed, "(it) => it.code === 'network'"));
}

#[wasm_bindgen_test]
async fn a_stream_of_which_enough_is_heard_is_given_up() {
    for (on_event, is_well) in [("() => true", true), ("() => { throw 1 }", false)] {
        let open = "async () => new Response(new ReadableStream({ \
            start(it) { it.enqueue(new TextEncoder().encode('data: 1\\n\\ndata: 2\\n\\n')) } }))";
        let fetch = Fetch::that(open);
        let heard = fetch.watch(&function(on_event), None).await;
        assert_eq!(heard.ok(), is_well.then_some(false), "{on_event}");
        assert!(holds(&fetch.seen.get(0), "({ signal }) => signal.aborted"), "{on_event}");
    }
}

#[wasm_bindgen_test]
async fn the_callers_signal_cuts_a_pause_short() {
    let fetch = Fetch::that("give(503, '{\"code\":\"busy\",\"retryable\":true}', { 'retry-after': '30' })");
    let signal: AbortSignal = js("AbortSignal.timeout(50)").into();
    let began = js_sys::Date::now();
    let url = format!("{}/v1/invoices/1", fetch.url);
    let failed = failure(call("GET".into(), url, "t".into(), None, 5000, 2, Some(signal)).await);
    assert!(holds(&failed, "(it) => it.code === 'busy'"));
    assert!(js_sys::Date::now() - began < 20_000.0);
    assert_eq!(fetch.seen.length(), 1);
}
