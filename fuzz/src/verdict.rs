//! The npm package's module gives the verdicts that the crate gives.
//!
//! The modules are those of the package as built, `pkg/dist/verdict.wasm` and `pkg/dist/search-rules.wasm`; what their
//! JavaScript does around them is held against the crate by the package's own differential test.

use std::cell::RefCell;
use std::path::Path;

use epay_invoice::field::{AccountId, Description};
use epay_invoice::{Code, Invoice, Issue, Search};
use serde_json::{Map, Value, json};
use wasmi::{Engine, Instance, Memory, Module, Store, TypedFunc, WasmParams};

/// The slots: `verdict/src/page.rs`.
fn slots() -> impl Iterator<Item = (usize, &'static str)> {
    Invoice::REQUIRED.iter().chain(Invoice::OPTIONAL).copied().enumerate()
}
const AMOUNT: usize = 3;
/// The texts of any language.
const TEXTS: [(usize, &str, u32); 2] = [(1, "account_id", AccountId::MAX), (5, "description", Description::MAX)];
/// What JavaScript judges.
const LISTS: [&str; 2] = ["language", "currency"];
/// The most units of a text that JavaScript lets the rules see: `pkg/src/page.js`.
const MOST: usize = 4100;
/// Behind the faults' words: the lengths, and the bytes of the texts in ASCII or the units of another.
const LENGTHS: usize = 16 * 8;
const BYTES: usize = LENGTHS + 16 * 4;

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
            is_text(name) && !is_absent && text.encode_utf16().count() <= MOST
        }
        _ => false,
    }
}

fn is_text(name: &str) -> bool {
    slots().any(|(slot, known)| known == name && slot != AMOUNT && !LISTS.contains(&known))
}

fn invoice(rules: &mut Rules, members: &Map<String, Value>) {
    let (mut texts, mut required) = (Vec::new(), 0);
    let is_ascii = |name: &str| is_text(name) && TEXTS.iter().all(|(_, other, _)| *other != name);
    for (slot, name) in slots().filter(|(_, name)| is_ascii(name)) {
        let given = members.get(name).and_then(Value::as_str);
        // what is missing is JavaScript's to tell
        required |= u32::from(given.is_some() && Invoice::REQUIRED.contains(&name)) << slot;
        let text = given.unwrap_or_default();
        texts.extend(bytes(text));
        rules.write(LENGTHS + slot * 4, &(text.chars().count() as u32).to_le_bytes());
    }
    let amount = members.get("amount").map_or(1.0, |amount| amount.as_f64().expect("a JSON number"));
    let mut bad = 0;
    for (slot, name, max) in TEXTS {
        if let Some(text) = members.get(name).and_then(Value::as_str) {
            bad |= rules.t(slot, text, max, true);
        }
    }
    let length = rules.write(BYTES, &texts);
    bad |= rules.v(amount, length, required);

    let mut input = members.clone();
    if input.contains_key("amount") {
        // as JavaScript has it: a double
        input.insert("amount".into(), json!(amount));
    }
    let json = serde_json::to_vec(&input).unwrap();
    let issues = Invoice::from_json(&json).err();
    let issues: Vec<&Issue> = issues.iter().flat_map(|issues| issues.iter()).collect();
    for (slot, name) in slots() {
        if members.contains_key(name) {
            same(&json!([name]), rules.word(slot, bad), &issues);
            bad &= !(1 << slot);
        }
    }
    assert_eq!(bad, 0, "nothing is bad that is not there");
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
    let all: String = known().map(|name| format!(" {name}")).collect();
    for name in members.keys().filter(|name| name.encode_utf16().count() <= 64 && !known().any(|known| known == name)) {
        rules.write(BYTES, &[name.as_bytes(), all.as_bytes(), b"  "].concat());
        let near = known().nth(rules.n(name.len()) as usize);
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
            let bad = rules.i(number.as_f64().expect("a JSON number"), min);
            same(&json!(["paging", name]), rules.word(AMOUNT, bad), &issues.iter().collect::<Vec<_>>());
        }
    }
    let conditions = members["searchParameters"].as_array().into_iter().flatten();
    for (place, condition) in conditions.enumerate() {
        let values = condition.get("searchParameter").and_then(Value::as_array).into_iter().flatten();
        for (index, text) in values.enumerate().filter_map(|(index, value)| Some((index, value.as_str()?))) {
            if text.encode_utf16().count() <= MOST {
                let bad = rules.t(AMOUNT, text, Search::VALUE_MAX, false);
                let path = json!(["searchParameters", place, "searchParameter", index]);
                let word = rules.word(AMOUNT, bad);
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

    /// What the slot tells, if it is among the bad ones.
    fn word(&self, slot: usize, bad: u32) -> u64 {
        if bad >> slot & 1 == 0 {
            return 0;
        }
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

    fn t(&mut self, slot: usize, text: &str, max: u32, filled: bool) -> u32 {
        let length = self.write(BYTES, &units(text)) / 4;
        self.call("t", (slot as u32, length as u32, max, u32::from(filled)))
    }

    fn n(&mut self, name: usize) -> u32 {
        self.call("n", name as u32)
    }
}
