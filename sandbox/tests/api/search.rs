//! Finding links.

use epay_sandbox::Settings;
use serde_json::{Value, json};

use crate::bank::{Bank, search};

#[tokio::test]
async fn the_answer_has_the_shape_of_the_pages_sample() {
    let bank = Bank::start().await;
    let token = bank.token("api").await;
    let created = bank.create(&token, "200220241201", json!({"back_link": "https://shop.kz/x"})).await;
    let reply = bank.try_search(&token, &search("200220241201")).await;
    assert!(reply.body.starts_with("{\"TotalCount\":1,\"Records\":[{\"id\":"), "{}", reply.body);
    let record = &reply.json()["Records"][0];
    let order = [
        "id",
        "shop_id",
        "amount",
        "invoice_id",
        "language",
        "currency",
        "description",
        "account_id",
        "recipient_contact",
        "recipient_contact_sms",
        "notifier_contact",
        "notifier_contact_sms",
        "expire_period",
        "post_link",
        "failure_post_link",
        "back_link",
        "failure_back_link",
        "created_date",
        "expire_date",
        "status",
        "updated_date",
        "invoice_url",
        "merchant_id",
        "terminal_id",
        "card_save",
    ];
    let places: Vec<usize> = order.iter().map(|name| reply.body.find(&format!("\"{name}\":")).unwrap()).collect();
    assert!(places.is_sorted(), "{}", reply.body);
    assert_eq!(record.as_object().unwrap().len(), order.len());
    for name in ["id", "amount", "invoice_id", "account_id", "status", "terminal_id"] {
        assert_eq!(record[name], created[name], "{name}");
    }
    assert_eq!(record["card_save"], false);
    assert_eq!(record["back_link"], "https://shop.kz/x");
    assert_eq!(record["failure_back_link"], "");
    assert_eq!(record["updated_date"], "0001-01-01T05:07:48+05:07");
    assert_eq!(record["merchant_id"], "ad638b1d-e515-4b9c-aab3-d3500735f6eb");
    assert!(record["invoice_url"].as_str().unwrap().starts_with("http://"));
    for name in ["created_date", "expire_date"] {
        let (nano, micro) = (created[name].as_str().unwrap(), record[name].as_str().unwrap());
        let digits = |time: &str| time.split(['.', '+']).nth(1).unwrap().to_owned();
        assert!(digits(micro).len() <= 6, "{micro}");
        assert!(digits(nano).starts_with(digits(micro).as_str()), "{nano} {micro}");
    }
}

#[tokio::test]
async fn untidiness_can_be_turned_on() {
    let settings =
        Settings { language_ru: true, empty_account_id: true, empty_recipient_contact: true, ..Settings::default() };
    let bank = Bank::start_with(settings).await;
    let token = bank.token("api").await;
    assert_eq!(bank.create(&token, "100001", json!({})).await["language"], "ru");
    let record = &bank.find(&token, "100001").await[0];
    assert_eq!(
        (&record["language"], &record["account_id"], &record["recipient_contact"]),
        (&json!("ru"), &json!(""), &json!(""))
    );
    bank.create(&token, "100002", json!({"language": "kaz"})).await;
    assert_eq!(bank.find(&token, "100002").await[0]["language"], "kaz");
}

/// Five links: numbers 200001 to 200005, 100 to 500 tenge, made on five days; 200003 is paid.
async fn five() -> (Bank, String) {
    let bank = Bank::start_with(Settings { token_lifetime: Some(10_000_000), ..Settings::default() }).await;
    bank.control("POST", "/sandbox/clock", json!({"now": "2026-01-01T12:00:00+05:00"})).await;
    let token = bank.token("api").await;
    for n in 1..=5 {
        let fields = json!({"amount": n * 100, "description": format!("order {n}"), "expire_period": "30d"});
        let link = bank.create(&token, &format!("20000{n}"), fields).await;
        if n == 3 {
            bank.control("POST", &format!("/sandbox/invoices/{}/pay", link["id"].as_str().unwrap()), json!({})).await;
        }
        bank.advance(86_400).await;
    }
    (bank, token)
}

fn found(reply: &Value) -> Vec<&str> {
    reply["Records"].as_array().unwrap().iter().map(|record| record["invoice_id"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn every_method_finds_what_it_says() {
    let (bank, token) = five().await;
    let all = ["200001", "200002", "200003", "200004", "200005"];
    let cases: [(&str, &str, Value, &[usize]); 16] = [
        ("invoice_id", "=", json!(["200002"]), &[2]),
        ("invoice_id", "=", json!(["200009"]), &[]),
        ("invoice_id", "in", json!(["200001", "200005", "200009"]), &[1, 5]),
        ("invoice_id", "between", json!(["200002", "200004"]), &[2, 3, 4]),
        ("invoice_id", "like", json!(["%"]), &[1, 2, 3, 4, 5]),
        ("invoice_id", "like", json!(["%4"]), &[4]),
        ("amount", "=", json!(["300"]), &[3]),
        ("amount", "=", json!(["300.00"]), &[3]),
        ("amount", "between", json!(["150", "400"]), &[2, 3, 4]),
        ("amount", "in", json!(["100", "500"]), &[1, 5]),
        ("status", "=", json!(["CHARGED"]), &[3]),
        ("description", "like", json!(["%der 2"]), &[2]),
        ("created_date", "between", json!(["2026-01-02T12:00:00+05:00", "2026-01-03T23:59:59+05:00"]), &[2, 3]),
        ("created_date", "between", json!(["2026-01-04", "2026-01-06"]), &[4, 5]),
        ("updated_date", "between", json!(["2026-01-01", "2027-01-01"]), &[]),
        ("card_save", "=", json!(["false"]), &[1, 2, 3, 4, 5]),
    ];
    for (name, method, values, want) in cases {
        let body = json!({
            "paging": {"skip": 0, "limit": 20},
            "searchParameters": [
                {"name": "invoice_id", "method": "like", "searchParameter": ["2%"]},
                {"name": name, "method": method, "searchParameter": values},
            ]
        });
        let reply = bank.try_search(&token, &body).await.json();
        let want: Vec<&str> = want.iter().map(|n| all[n - 1]).collect();
        assert_eq!(found(&reply), want, "{name} {method} {values}");
        assert_eq!(reply["TotalCount"], want.len());
    }
}

#[tokio::test]
async fn pages_and_order() {
    let (bank, token) = five().await;
    let cases = [
        (0, 2, "invoice_id", "ASC", vec!["200001", "200002"]),
        (2, 2, "invoice_id", "ASC", vec!["200003", "200004"]),
        (4, 2, "invoice_id", "ASC", vec!["200005"]),
        (5, 2, "invoice_id", "ASC", vec![]),
        (0, 2, "invoice_id", "DESC", vec!["200005", "200004"]),
        (0, 1, "amount", "DESC", vec!["200005"]),
        (1, 1, "created_date", "DESC", vec!["200004"]),
        (0, 1, "status", "DESC", vec!["200003"]),
        (0, u64::MAX, "expire_date", "ASC", vec!["200001", "200002", "200003", "200004", "200005"]),
    ];
    for (skip, limit, field, direction, want) in cases {
        let body = json!({
            "paging": {"skip": skip, "limit": limit},
            "searchParameters": [{"name": "invoice_id", "method": "like", "searchParameter": ["2%"]}],
            "orderParameters": {"field": field, "typeOrder": direction}
        });
        let reply = bank.try_search(&token, &body).await.json();
        assert_eq!(found(&reply), want, "{skip} {limit} {field} {direction}");
        assert_eq!(reply["TotalCount"], 5, "TotalCount is over all pages");
    }
}

#[tokio::test]
async fn wrongly_given_parameters_are_refused() {
    let bank = Bank::start().await;
    let token = bank.token("api").await;
    let one =
        |name: &str, method: &str, values: Value| json!([{"name": name, "method": method, "searchParameter": values}]);
    let cases = [
        ("paging", json!(null), 9030, "paging must be an object with skip and limit"),
        ("paging", json!({"skip": -1, "limit": 20}), 9030, "paging.skip must be a whole number, 0 or more"),
        ("paging", json!({"skip": 0, "limit": 0}), 9030, "paging.limit must be a whole number, 1 or more"),
        ("paging", json!({"skip": 0, "limit": "20"}), 9030, "paging.limit must be a whole number, 1 or more"),
        ("paging", json!({"skip": 0}), 9030, "paging.limit must be a whole number, 1 or more"),
        ("paging", json!({"skip": 0, "limit": 1, "page": 1}), 9003, "paging.page is not a field of this call"),
        ("searchParameters", json!(null), 9031, "searchParameters must be a list of conditions"),
        ("searchParameters", json!([]), 9032, "searchParameters must have a condition on invoice_id"),
        (
            "searchParameters",
            one("amount", "=", json!(["100"])),
            9032,
            "searchParameters must have a condition on invoice_id",
        ),
        ("searchParameters", json!(["x"]), 9031, "searchParameters[0] must be an object"),
        (
            "searchParameters",
            one("invoice", "=", json!(["1"])),
            9031,
            "searchParameters[0].name must be a field of the record",
        ),
        (
            "searchParameters",
            one("invoice_id", "==", json!(["1"])),
            9031,
            "searchParameters[0].method must be between, like, = or in",
        ),
        (
            "searchParameters",
            one("invoice_id", "=", json!([])),
            9031,
            "searchParameters[0].searchParameter must have exactly one value for =",
        ),
        (
            "searchParameters",
            one("invoice_id", "=", json!(["1", "2"])),
            9031,
            "searchParameters[0].searchParameter must have exactly one value for =",
        ),
        (
            "searchParameters",
            one("invoice_id", "=", json!("1")),
            9031,
            "searchParameters[0].searchParameter must be a list",
        ),
        (
            "searchParameters",
            one("invoice_id", "=", json!([1])),
            9031,
            "searchParameters[0].searchParameter must be a list of strings",
        ),
        (
            "searchParameters",
            one("invoice_id", "in", json!([])),
            9031,
            "searchParameters[0].searchParameter must have at least one value for in",
        ),
        (
            "searchParameters",
            one("invoice_id", "between", json!(["1"])),
            9031,
            "searchParameters[0].searchParameter must have exactly two values for between",
        ),
        (
            "searchParameters",
            one("invoice_id", "like", json!(["1"])),
            9031,
            "searchParameters[0].searchParameter must have a % in it for like",
        ),
        (
            "searchParameters",
            one("invoice_id", "like", json!(["%", "%"])),
            9031,
            "searchParameters[0].searchParameter must have exactly one value for like",
        ),
        (
            "searchParameters",
            one("amount", "like", json!(["1%"])),
            9031,
            "searchParameters[0].method like needs a text field, amount is none",
        ),
        (
            "searchParameters",
            one("amount", "=", json!(["ten"])),
            9031,
            "searchParameters[0].searchParameter: amount must be a number",
        ),
        (
            "searchParameters",
            json!([{"name": "invoice_id", "method": "=", "searchParameters": ["1"]}]),
            9031,
            "searchParameters[0].searchParameters is not a field of this call",
        ),
        (
            "orderParameters",
            json!({"field": "order", "typeOrder": "ASC"}),
            9033,
            "orderParameters.field must be a field of the record",
        ),
        (
            "orderParameters",
            json!({"field": "id", "typeOrder": "asc"}),
            9033,
            "orderParameters.typeOrder must be ASC or DESC",
        ),
        ("orderParameters", json!([]), 9033, "orderParameters must be an object with field and typeOrder"),
        ("orderParameter", json!({}), 9003, "orderParameter is not a field of this call"),
    ];
    for (name, value, code, message) in cases {
        let mut body = search("100001");
        body[name] = value.clone();
        let reply = bank.try_search(&token, &body).await;
        assert_eq!(reply.status, 400, "{name}: {value}");
        assert_eq!(reply.refusal(), (code, message.to_owned()), "{name}: {value}");
    }
    let mut body = search("100001");
    body.as_object_mut().unwrap().remove("orderParameters");
    assert_eq!(bank.try_search(&token, &body).await.status, 200);
}
