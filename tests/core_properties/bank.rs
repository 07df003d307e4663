//! The bank's protocol: what goes out can be read back, what comes in is read or refused and never met with a panic.

use epay_invoice::bank::{
    self, Credentials, Environment, Failure, Grant, Hosts, Operation, Reply, Request, Scope, Secret,
};
use epay_invoice::{Invoice, Search};
use proptest::prelude::*;
use proptest::sample::select;

use super::{given, oracle};

fn hosts() -> Hosts {
    Environment::Test.hosts().unwrap()
}

fn header<'a>(request: &'a Request, name: &str) -> Option<&'a str> {
    request.headers.iter().find(|(header, _)| *header == name).map(|(_, value)| value.as_str())
}

/// The fields of a `multipart/form-data` body (RFC 7578), in their order.
fn form_fields(request: &Request) -> Option<Vec<(String, String)>> {
    let boundary = header(request, "content-type")?.strip_prefix("multipart/form-data; boundary=")?;
    let delimiter = format!("\r\n--{boundary}");
    let body = format!("\r\n{}", request.body);
    let parts: Vec<&str> = body.split(delimiter.as_str()).collect();
    let [preamble, parts @ .., epilogue] = &parts[..] else { return None };
    let fields = parts.iter().map(|part| {
        let (head, value) = part.strip_prefix("\r\n")?.split_once("\r\n\r\n")?;
        let name = head.strip_prefix("Content-Disposition: form-data; name=\"")?.strip_suffix('"')?;
        Some((name.to_owned(), value.to_owned()))
    });
    fields.collect::<Option<Vec<_>>>().filter(|_| preamble.is_empty() && *epilogue == "--\r\n")
}

/// A secret of any characters, among them those that a form is made of.
fn secret() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        any::<String>(),
        "[!-~]{1,12}",
        select(vec!["\r\n", "--", "\"", "epay-invoice-", "--epay-invoice-0", "0", "1", "##lJ$"])
            .prop_map(str::to_owned),
    ];
    prop::collection::vec(part, 1..5).prop_map(|parts| parts.concat())
}

fn operation() -> impl Strategy<Value = Operation> {
    select(vec![Operation::Token, Operation::Create, Operation::Search, Operation::Deactivate])
}

/// The failure of an answer, if it is one, whatever was asked.
fn failure(operation: Operation, reply: Reply<'_>) -> Option<Failure> {
    match operation {
        Operation::Token => bank::issued(reply).err(),
        Operation::Create => bank::created(reply).err(),
        Operation::Search => bank::found(reply).err(),
        Operation::Deactivate => bank::deactivated(reply).err(),
    }
}

proptest! {
    #![proptest_config(super::config())]

    #[test]
    fn any_answer_is_classified(
        operation in operation(),
        status in prop_oneof![select(vec![200_u16, 201, 204, 302, 400, 401, 403, 404, 408, 429, 500, 502, 503]), any::<u16>()],
        retry_after in proptest::option::of("[0-9]{0,12}|.{0,20}"),
        body in prop_oneof![
            prop::collection::vec(any::<u8>(), 0..60),
            given::json_tree().prop_map(|value| value.to_string().into_bytes()),
            "[a-z ]{0,5}Token is not valid.{0,5}".prop_map(String::into_bytes),
        ],
    ) {
        let reply = Reply { status, retry_after: retry_after.as_deref(), body: &body, sent: "" };
        let failure = failure(operation, reply);
        let is_success = (200..300).contains(&status);
        match &failure {
            None => prop_assert!(is_success),
            Some(Failure::InvalidToken) => prop_assert!(operation != Operation::Token),
            Some(Failure::Refused { code, status: told, .. }) => {
                prop_assert!(*told == status && (400..500).contains(&status) || is_success && code.is_some());
            }
            Some(Failure::Throttled { .. }) => prop_assert_eq!(status, 429),
            Some(Failure::Unavailable { status: told }) => prop_assert!(!is_success && *told == status),
            Some(Failure::Malformed { status: told }) => prop_assert!(is_success && *told == status),
            Some(other) => prop_assert!(false, "{:?}", other),
        }
        if operation != Operation::Token && status == 401 {
            prop_assert_eq!(failure, Some(Failure::InvalidToken));
        }
    }

    #[test]
    fn what_is_written_in_a_record_does_not_reject_the_token(
        texts in prop::collection::vec("[a-z ]{0,4}Token is not valid[a-z ]{0,4}", 3),
    ) {
        let record = serde_json::json!({
            "id": "19c435ae-fbe6-4761-863f-381f6a0fe824", "invoice_url": "https://x/y",
            "description": texts[0], "account_id": texts[1], "data": texts[2],
        });
        let body = record.to_string();
        let created = bank::created(Reply { status: 200, retry_after: None, body: body.as_bytes(), sent: "" });
        prop_assert_eq!(created.unwrap().description, Some(texts[0].trim().into()));
        let body = serde_json::json!({"TotalCount": 1, "Records": [record]}).to_string();
        let found = bank::found(Reply { status: 200, retry_after: None, body: body.as_bytes(), sent: "" });
        prop_assert_eq!(found.unwrap().records.len(), 1);
    }

    #[test]
    fn what_was_sent_and_comes_back_does_not_say_that_nothing_was_done(
        sent in "[a-z]{0,4}Token is not valid[a-z]{0,4}",
        status in select(vec![200_u16, 201, 204, 302, 408, 500, 502, 503]),
        around in "[^\"{}\\[\\]]{0,9}",
    ) {
        for body in [sent.clone() + &around, format!("{{\"message\":\"{sent}\"}}")] {
            let reply = Reply { status, retry_after: None, body: body.as_bytes(), sent: &sent };
            prop_assert!(bank::created(reply).unwrap_err().is_ambiguous());
        }
    }

    #[test]
    fn an_invoice_goes_out_as_it_is(members in given::valid(&oracle::INVOICE), token in "[!-~]{1,40}") {
        let invoice = Invoice::from_json(given::object(&members).as_bytes()).unwrap();
        let request = bank::create(&hosts(), &Secret::new(token.as_str()), &invoice);
        prop_assert_eq!(&request.body, &serde_json::to_string(&invoice).unwrap());
        prop_assert_eq!(Invoice::from_json(request.body.as_bytes()), Ok(invoice));
        let bearer = format!("Bearer {token}");
        prop_assert_eq!(header(&request, "authorization"), Some(bearer.as_str()));
        prop_assert_eq!(header(&request, "content-type"), Some("application/json"));
    }

    #[test]
    fn a_search_for_an_order_is_a_valid_search(invoice_id in "[0-9]{6,15}") {
        let request = bank::search_by_invoice_id(&hosts(), &Secret::new("t"), &invoice_id.parse().unwrap());
        let search = Search::from_json(request.body.as_bytes()).unwrap();
        let condition = &search.conditions()[0];
        prop_assert_eq!(search.conditions().len(), 1);
        prop_assert_eq!((condition.name().as_str(), condition.method().as_str()), ("invoice_id", "="));
        prop_assert_eq!(condition.values().collect::<Vec<_>>(), [invoice_id]);
        prop_assert_eq!(serde_json::to_string(&search).unwrap(), request.body.as_str());
        prop_assert_eq!(bank::search(&hosts(), &Secret::new("t"), &search).body, request.body);
    }

    #[test]
    fn a_link_is_deactivated_by_its_id(id in "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}") {
        let request = bank::deactivate(&hosts(), &Secret::new("t"), id.parse().unwrap());
        prop_assert_eq!((request.operation.as_str(), request.method.as_str()), ("deactivate", "PUT"));
        prop_assert_eq!(request.url, format!("https://testepay.homebank.kz/api/deactivate/invoice-links/{id}"));
        prop_assert_eq!(request.body, "");
    }

    #[test]
    fn a_form_brings_every_secret_as_it_is(
        client_id in secret(), client_secret in secret(), username in secret(), password in secret(),
        by_password: bool, scope in select(vec![Scope::Api, Scope::Deactivate, Scope::Payment]),
    ) {
        let grant = if by_password {
            Grant::Password { username: username.clone(), password: Secret::new(password.as_str()) }
        } else {
            Grant::ClientCredentials
        };
        let credentials = Credentials { client_id: client_id.clone(), client_secret: Secret::new(client_secret.as_str()), grant };
        let request = bank::token(&hosts(), &credentials, scope);
        let fields = form_fields(&request);
        prop_assert!(fields.is_some(), "{}", request.body);
        let mut expected = vec![("client_id", client_id.as_str()), ("client_secret", &client_secret), ("scope", scope.as_str())];
        if by_password {
            expected.extend([("grant_type", "password"), ("password", &password), ("username", &username)]);
        } else {
            expected.push(("grant_type", "client_credentials"));
        }
        expected.sort_unstable();
        let mut fields = fields.unwrap();
        fields.sort_unstable();
        prop_assert_eq!(fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect::<Vec<_>>(), expected);
    }
}
