//! The npm package's module gives the verdicts that the crate gives.
//!
//! The modules are those of the package as built, `pkg/dist/verdict.wasm` and `pkg/dist/search-rules.wasm`; what their
//! JavaScript does around them is held against the crate by the package's own differential test.

use std::cell::RefCell;
use std::path::Path;

use epay_invoice::{Code, Invoice, Issue, Search};
use serde_json::{Map, Value, json};
use wasmi::{Engine, Instance, Memory, Module, Store, TypedFunc, WasmParams};

/// The texts of the page's slots, in their order: `verdict/src/page.rs`.
const TEXTS: [&str; 12] = [
    "shop_id",
    "invoice_id",
    "expire_period",
    "recipient_contact",
    "recipient_contact_sms",
    "notifier_contact_sms",
    "post_link",
    "failure_post_link",
    "back_link",
    "failure_back_link",
    "account_id",
    "description",
];
const AMOUNT: usize = 12;
/// The most units of a text that JavaScript lets the rules see: `pkg/src/page.js`.
const MOST: usize = 4100;
/// Behind the faults' words: the lengths, the units of two texts, and the bytes of the others.
const LENGTHS: usize = 16 * 8;
const UNITS: usize = LENGTHS + 16 * 4;
const BYTES: usize = UNITS + 2 * MOST * 4 + 4;

/// An invoice or a search, as JSON.
pub fn run(data: &[u8]) {
    let Ok(Value::Object(mut members)) = serde_json::from_slice(data) else { return };
    RULES.with_borrow_mut(|[payloads, searches]| {
        if members.contains_key("searchParameters") {
            search(searches, &members);
        } else {
            names(payloads, &members);
            members.retain(|name, value| is_judged(name, value));
            invoice(payloads, &members);
        }
    });
}

/// Whether the rules of the module judge it: the lists of languages and currencies are JavaScript's.
fn is_judged(name: &str, value: &Value) -> bool {
    match value {
        Value::Number(_) => name == "amount",
        Value::String(text) => {
            let is_absent = text.is_empty() && Invoice::OPTIONAL.contains(&name);
            TEXTS.contains(&name) && !is_absent && text.encode_utf16().count() <= MOST
        }
        _ => false,
    }
}

fn invoice(rules: &mut Rules, members: &Map<String, Value>) {
    let (mut texts, mut required) = (Vec::new(), 0);
    for (slot, name) in TEXTS.iter().enumerate() {
        let given = members.get(*name).and_then(Value::as_str);
        // what is missing is JavaScript's to tell
        required |= u32::from(given.is_some() && Invoice::REQUIRED.contains(name)) << slot;
        let text = given.unwrap_or_default();
        let length = if slot < 10 {
            texts.extend(bytes(text));
            text.chars().count()
        } else {
            rules.write(UNITS + (slot - 10) * 4 * MOST, &units(text)) / 4
        };
        rules.write(LENGTHS + slot * 4, &(length as u32).to_le_bytes());
    }
    let amount = members.get("amount").map_or(1.0, |amount| amount.as_f64().expect("a JSON number"));
    let length = rules.write(BYTES, &texts);
    let bad = rules.v(amount, length, required);

    let mut input = members.clone();
    if input.contains_key("amount") {
        // as JavaScript has it: a double
        input.insert("amount".into(), json!(amount));
    }
    let json = serde_json::to_vec(&input).unwrap();
    let issues = Invoice::from_json(&json).err();
    let issues: Vec<&Issue> = issues.iter().flat_map(|issues| issues.iter()).collect();
    let mut is_any = false;
    for (slot, name) in TEXTS.iter().enumerate().chain([(AMOUNT, &"amount")]) {
        if members.contains_key(*name) {
            let word = rules.word(slot);
            is_any |= word != 0;
            same(&json!([name]), word, &issues);
        }
    }
    assert_eq!(bad != 0, is_any, "what is answered at once is what the slots say");
}

/// The text's characters, each as a byte that stands for itself or is of no class.
fn bytes(text: &str) -> impl Iterator<Item = u8> {
    text.chars().map(|character| u8::try_from(character).ok().filter(u8::is_ascii).unwrap_or(0x7f))
}

fn units(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(|unit| u32::from(unit).to_le_bytes()).collect()
}

/// Of a name that is not known, the known one that it is near to.
fn names(rules: &mut Rules, members: &Map<String, Value>) {
    let known = || Invoice::REQUIRED.iter().chain(Invoice::OPTIONAL);
    let all: String = known().copied().collect();
    for name in members.keys().filter(|name| name.encode_utf16().count() <= 64 && !known().any(|known| known == name)) {
        rules.write(BYTES, &[name.as_bytes(), all.as_bytes()].concat());
        let mut end = name.len();
        let near = known().find(|known| {
            let at = end;
            end += known.len();
            rules.n(name.len(), at, known.len())
        });
        let json = serde_json::to_vec(&json!({ name: 1 })).unwrap();
        let issues = Invoice::from_json(&json).expect_err("an unknown name is refused");
        let issue = issues.iter().find(|issue| issue.code() == Code::UnknownField).expect("the name is told of");
        let told = serde_json::to_value(issue).unwrap();
        assert_eq!(told["params"]["suggestion"].as_str(), near.copied(), "{name}");
    }
}

fn search(rules: &mut Rules, members: &Map<String, Value>) {
    let issues = Search::from_json(&serde_json::to_vec(members).unwrap()).err();
    let issues: Vec<&Issue> = issues.iter().flat_map(|issues| issues.iter()).collect();
    for (name, min) in [("skip", 0), ("limit", 1)] {
        if let Some(number @ Value::Number(_)) = members.get("paging").and_then(|paging| paging.get(name)) {
            let as_double = json!({ "paging": { name: number.as_f64() }, "searchParameters": [] });
            let issues =
                Search::from_json(&serde_json::to_vec(&as_double).unwrap()).expect_err("a condition is missing");
            rules.i(number.as_f64().expect("a JSON number"), min);
            same(&json!(["paging", name]), rules.word(AMOUNT), &issues.iter().collect::<Vec<_>>());
        }
    }
    let conditions = members["searchParameters"].as_array().into_iter().flatten();
    for (place, condition) in conditions.enumerate() {
        let values = condition.get("searchParameter").and_then(Value::as_array).into_iter().flatten();
        for (index, text) in values.enumerate().filter_map(|(index, value)| Some((index, value.as_str()?))) {
            if text.encode_utf16().count() <= MOST {
                let length = rules.write(UNITS, &units(text)) / 4;
                rules.s(length);
                let path = json!(["searchParameters", place, "searchParameter", index]);
                let word = rules.word(AMOUNT);
                // a value that is one may lack what its method asks for, of which the rules know nothing
                let issues: Vec<_> =
                    issues.iter().copied().filter(|issue| word != 0 || issue.code() != Code::NoPercent).collect();
                same(&path, word, &issues);
            }
        }
    }
}

/// The module's word for the value at the path is the crate's first issue there.
fn same(path: &Value, word: u64, issues: &[&Issue]) {
    let theirs = issues.iter().find(|issue| &serde_json::to_value(&issue.path).unwrap() == path);
    let ours = (word != 0).then(|| told(word));
    let theirs = theirs.map(|issue| {
        let issue = serde_json::to_value(issue).unwrap();
        json!([issue["code"], issue["params"]])
    });
    assert_eq!(ours, theirs, "{path}");
}

/// What a word tells, as `pkg/src/issue.js` reads it.
fn told(word: u64) -> Value {
    let code = Code::ALL[(word & 255) as usize - 1];
    let numbers = [(word as u32) >> 8, (word >> 32) as u32];
    let params = code.params().iter().zip(numbers).map(|(name, number)| {
        let value = match *name {
            "character" => json!(format!("U+{number:04X}")),
            _ if code == Code::TooLarge => json!("999999999999.99"),
            _ => json!(number),
        };
        ((*name).to_owned(), value)
    });
    json!([code.as_str(), params.collect::<Map<_, _>>()])
}

thread_local!(static RULES: RefCell<[Rules; 2]> = RefCell::new(["verdict", "search-rules"].map(Rules::load)));

/// A module, instantiated.
struct Rules {
    store: Store<()>,
    instance: Instance,
    memory: Memory,
    page: usize,
}

impl Rules {
    fn load(name: &str) -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../pkg/dist").join(name).with_extension("wasm");
        let wasm =
            std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}: build it by `make npm`", path.display()));
        let engine = Engine::default();
        let module = Module::new(&engine, &wasm[..]).expect("the module is wasm");
        let mut store = Store::new(&engine, ());
        let instance = Instance::new(&mut store, &module, &[]).expect("the module imports nothing");
        let page = instance.get_global(&store, "p").expect("it exports where its page is").get(&store);
        Self {
            memory: instance.get_memory(&store, "memory").expect("it exports its memory"),
            page: page.i32().expect("an address").try_into().expect("an address"),
            instance,
            store,
        }
    }

    /// Writes into the page, and tells how much.
    fn write(&mut self, at: usize, bytes: &[u8]) -> usize {
        self.memory.write(&mut self.store, self.page + at, bytes).expect("the page has room");
        bytes.len()
    }

    fn word(&self, slot: usize) -> u64 {
        let mut word = [0; 8];
        self.memory.read(&self.store, self.page + slot * 8, &mut word).expect("a slot");
        u64::from_le_bytes(word)
    }

    fn call<Given: WasmParams>(&mut self, name: &str, given: Given) -> u32 {
        let function: TypedFunc<Given, u32> = self.instance.get_typed_func(&self.store, name).expect(name);
        function.call(&mut self.store, given).expect("the rules never trap")
    }

    fn v(&mut self, amount: f64, length: usize, required: u32) -> u32 {
        self.call("v", (amount, length as u32, required))
    }

    fn i(&mut self, number: f64, min: u32) -> u32 {
        self.call("i", (number, min))
    }

    fn s(&mut self, length: usize) -> u32 {
        self.call("s", length as u32)
    }

    fn n(&mut self, name: usize, at: usize, known: usize) -> bool {
        self.call("n", (name as u32, at as u32, known as u32)) != 0
    }
}
