//! The bank's answers: every one is read or classified, what is read of a record is read again the same, and a call that
//! creates is never repeated where it may have been done.

use epay_invoice::bank::{self, Failure, Operation, Reply, Step, Token, next_step};
use epay_invoice::search::Page;
use epay_invoice::{Record, order};

const OPERATIONS: [Operation; 4] = [Operation::Token, Operation::Create, Operation::Search, Operation::Deactivate];
const STATUSES: [u16; 16] = [200, 200, 200, 200, 201, 204, 302, 400, 401, 403, 404, 408, 429, 500, 502, 0];

/// The first byte says what was asked and how the answer's status is; then comes its body.
pub fn run(data: &[u8]) {
    let Some((how, body)) = data.split_first() else { return };
    let operation = OPERATIONS[usize::from(how & 3)];
    let status = STATUSES[usize::from(how >> 4)];
    let retry_after = (how & 4 != 0).then(|| str::from_utf8(body).ok()).flatten();
    let reply = Reply { status, retry_after, body, sent: r#"{"description":"Token is not valid"}"# };
    let failure = match operation {
        Operation::Token => bank::issued(reply).map(|token| check_token(&token)).err(),
        Operation::Create => bank::created(reply).map(|record| check_record(&record)).err(),
        Operation::Search => bank::found(reply).map(|page| check_page(&page)).err(),
        Operation::Deactivate => bank::deactivated(reply).err(),
    };
    let Some(failure) = failure else {
        assert!((200..300).contains(&status), "{status} is no success");
        return;
    };
    if let Failure::Refused { message, .. } = &failure {
        assert!(message.chars().count() <= 500);
    }
    if failure == Failure::InvalidToken {
        assert_eq!(status, 401, "the words were sent to it");
    }
    for attempt in 1..=3 {
        let step = next_step(operation, &failure, attempt);
        if operation == Operation::Create && failure.is_ambiguous() {
            assert_eq!(step, Step::Search, "a create that may have been done is not repeated");
        }
        assert!(attempt < 3 || matches!(step, Step::GiveUp | Step::Search), "a call ends");
    }
    assert_eq!(order::Fault::Bank(failure.clone()).is_ambiguous(), failure.is_ambiguous());
}

fn check_token(token: &Token) {
    assert!((1..=Token::LONGEST_S).contains(&token.expires_in_s));
    // it becomes a header's value
    assert!(!token.access_token.expose().is_empty());
    assert!(token.access_token.expose().bytes().all(|byte| byte.is_ascii_graphic()));
    let other = Token { access_token: bank::Secret::new("another"), expires_in_s: token.expires_in_s };
    assert_eq!(format!("{token:?}"), format!("{other:?}"), "what is printed does not depend on the secret");
}

fn check_record(record: &Record) {
    assert!(record.id.is_some() && record.invoice_url.is_some());
    check_again(record);
}

fn check_page(page: &Page) {
    page.records.iter().for_each(check_again);
}

fn check_again(record: &Record) {
    let json = serde_json::to_vec(record).unwrap();
    assert_eq!(Record::from_json(&json).as_ref(), Some(record));
    drop(format!("{record:?}"));
}
