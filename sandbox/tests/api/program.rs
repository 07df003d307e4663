//! The program: its line, its flags, its log, its data file.

use std::path::PathBuf;
use std::process::Stdio;

use serde_json::json;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, BufReader};
use tokio::process::{Child, Command};

use crate::bank::{Bank, LONG_SCOPE, PASSWORD, SECRET, search};
use crate::demo_shop;

pub struct Program {
    child: Child,
    pub bank: Bank,
}

pub fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_epay-sandbox"));
    command.args(arguments).kill_on_drop(true).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

async fn run(arguments: &[&str]) -> Program {
    started(command(arguments)).await
}

pub async fn started(mut command: Command) -> Program {
    let mut child = command.spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).await.unwrap();
    let url = line.trim_end().strip_prefix("epay-sandbox listening on ").unwrap_or_else(|| panic!("{line:?}"));
    Program { bank: Bank::at(url.to_owned()), child }
}

/// Runs the program to its end; returns whether it ended well, and what it said.
async fn refused(arguments: &[&str]) -> String {
    let output = command(arguments).output().await.unwrap();
    assert!(!output.status.success(), "{arguments:?}");
    String::from_utf8(output.stderr).unwrap()
}

#[tokio::test]
async fn its_log_is_readable_and_shows_no_secret() {
    let mut program = run(&["--port", "0"]).await;
    let bank = &program.bank;
    let (api, long) = (bank.token("api").await, bank.token(LONG_SCOPE).await);
    let link = bank.create(&api, "100001", json!({})).await;
    bank.try_create(&api, &json!({"invoice_id": "\u{1b}[2J\n100001"})).await;
    bank.deactivate(&long, link["id"].as_str().unwrap()).await;
    program.child.kill().await.unwrap();
    let mut log = String::new();
    program.child.stderr.take().unwrap().read_to_string(&mut log).await.unwrap();
    let lines: Vec<&str> = log.lines().collect();
    assert_eq!(lines.len(), 5, "{log}");
    assert!(
        lines[2].contains("POST /api/invoice") && lines[2].contains("200   link_created  invoice_id=100001"),
        "{log}"
    );
    assert!(!log.contains('\u{1b}'));
    for secret in [&api, &long, SECRET, PASSWORD, "EXAMPLE@halykbank.kz", "+77771111111"] {
        assert!(!log.contains(secret), "{secret} is in the log");
    }
}

#[tokio::test]
async fn quiet_is_quiet_and_flags_reach_it_by_environment() {
    let mut command = command(&["--quiet"]);
    command.env("SANDBOX_PORT", "0").env("SANDBOX_DEACTIVATED_STATUS", "CLOSED");
    command.env("SANDBOX_FAULTS", r#"[{"route":"search","fault":"bad_gateway"}]"#);
    let mut program = started(command).await;
    let bank = &program.bank;
    let (api, long) = (bank.token("api").await, bank.token(LONG_SCOPE).await);
    let link = bank.create(&api, "100001", json!({})).await;
    bank.deactivate(&long, link["id"].as_str().unwrap()).await;
    assert_eq!(bank.try_search(&api, &search("100001")).await.status, 502);
    assert_eq!(bank.find(&api, "100001").await[0]["status"], "CLOSED");
    program.child.kill().await.unwrap();
    let mut log = String::new();
    program.child.stderr.take().unwrap().read_to_string(&mut log).await.unwrap();
    assert_eq!(log, "");
}

#[tokio::test]
async fn a_mistake_at_the_start_is_named() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let error = refused(&["--port", &port]).await;
    assert!(error.contains(&format!("cannot listen on 127.0.0.1:{port}")), "{error}");
    for (arguments, want) in [
        (["--fault", r#"{"route":"create","fault":"latency"}"#], "latency needs ms"),
        (["--callback", r#"{"amount":0}"#], "callback.amount must be more than 0"),
        (["--shop-id", "mine"], "--shop-id"),
        (["--duplicate-invoice", "maybe"], "allow, refuse"),
        (["--data", "/nowhere/at/all.sqlite"], "cannot start: /nowhere/at/all.sqlite"),
    ] {
        let error = refused(&[&arguments[..], &["--port", "0"]].concat()).await;
        assert!(error.contains(want), "{arguments:?}: {error}");
    }
    for (ticket, webhook, want) in [
        ("too-short", demo_shop::WEBHOOK_SECRET, "cannot start: --shop-ticket-secret must have at least 32 characters"),
        (demo_shop::TICKET_SECRET, "whsec_!", "cannot start: --shop-webhook-secret must be whsec_ and Base64"),
        (demo_shop::TICKET_SECRET, "QUJD", "cannot start: --shop-webhook-secret must be whsec_ and Base64"),
    ] {
        let flags = ["--port", "0", "--shop-ticket-secret", ticket, "--shop-webhook-secret", webhook];
        let error = refused(&flags).await;
        assert!(error.contains(want), "{flags:?}: {error}");
    }
}

#[tokio::test]
async fn help_and_the_readme_name_every_flag_and_no_secret() {
    let mut command = command(&["--help"]);
    command.env("SANDBOX_CLIENT_SECRET", "a-secret-of-my-own").env("SANDBOX_SHOP_TICKET_SECRET", "another-secret");
    let output = command.output().await.unwrap();
    assert!(output.status.success());
    let help = String::from_utf8(output.stdout).unwrap();
    assert!(!help.contains("a-secret-of-my-own") && !help.contains("another-secret"), "{help}");
    let readme = include_str!("../../README.md");
    let named: Vec<&str> = help.lines().filter_map(|line| line.trim().strip_prefix("--")).collect();
    assert!(named.len() > 20, "{help}");
    for line in named {
        let flag = line.split([' ', '=']).next().unwrap();
        assert!(readme.contains(&format!("`--{flag}`")) || readme.contains(&format!("`--{flag} ")), "--{flag}");
        let variable = format!("SANDBOX_{}", flag.replace('-', "_").to_uppercase());
        // As it may be given many times, in the environment it is a list.
        let variable = if flag == "fault" { "SANDBOX_FAULTS" } else { &variable };
        assert!(
            help.contains(&format!("[env: {variable}=")) || help.contains(&format!("[env: {variable}]")),
            "{variable}"
        );
    }
}

#[cfg(unix)]
#[tokio::test]
async fn a_signal_ends_it_well() {
    for signal in ["INT", "TERM"] {
        let mut program = run(&["--port", "0", "--quiet"]).await;
        let pid = program.child.id().unwrap().to_string();
        let kill = Command::new("kill").args(["-s", signal, &pid]).status().await.unwrap();
        assert!(kill.success());
        assert!(program.child.wait().await.unwrap().success(), "{signal}");
    }
}

#[tokio::test]
async fn a_data_file_outlives_a_killed_process() {
    let file = Scratch::new();
    let data = file.0.to_str().unwrap();
    let arguments = ["--port", "0", "--quiet", "--data", data];

    let mut program = run(&arguments).await;
    let bank = &program.bank;
    bank.advance(3_000_000).await;
    let (api, long) = (bank.token("api").await, bank.token(LONG_SCOPE).await);
    let mut ids = Vec::new();
    bank.arm(json!({"route": "create", "fault": "search_lag", "searches": 2, "skip": 11})).await;
    for n in 0..12 {
        let link = bank.create(&api, &format!("{}", 100_000 + n), json!({})).await;
        ids.push(link["id"].as_str().unwrap().to_owned());
    }
    bank.control("POST", &format!("/sandbox/invoices/{}/pay", ids[3]), json!({})).await;
    bank.deactivate(&long, &ids[4]).await;
    assert_eq!(bank.find(&api, "100011").await.len(), 0);
    let before = bank.get("/sandbox/ledger").await.body;
    let invoices = bank.get("/sandbox/invoices").await.body;
    let clock = bank.get("/sandbox/clock").await.json()["now"].as_str().unwrap().to_owned();
    let second = refused(&arguments).await;
    assert!(second.contains("locked"), "{second}");
    program.child.kill().await.unwrap();

    let mut program = run(&arguments).await;
    let bank = &program.bank;
    assert_eq!(bank.get("/sandbox/ledger").await.body, before);
    assert_eq!(bank.get("/sandbox/invoices").await.body, invoices);
    assert!(bank.get("/sandbox/clock").await.json()["now"].as_str().unwrap() > clock.as_str(), "the clock stays ahead");
    assert_eq!(bank.find(&api, "100003").await[0]["status"], "CHARGED");
    assert_eq!(bank.find(&api, "100004").await[0]["status"], "INACTIVE");
    assert_eq!(bank.find(&api, "100011").await.len(), 0, "it lags for one more search");
    assert_eq!(bank.find(&api, "100011").await.len(), 1);
    bank.control("POST", "/sandbox/revoke-tokens", json!({})).await;
    program.child.kill().await.unwrap();

    let mut program = run(&arguments).await;
    let bank = &program.bank;
    assert_eq!(bank.try_search(&api, &search("100003")).await.status, 401);
    assert_eq!(bank.ledger("").await.last().unwrap()["status"], 401);
    bank.control("POST", "/sandbox/reset", json!({})).await;
    program.child.kill().await.unwrap();

    let program = run(&arguments).await;
    assert_eq!(program.bank.get("/sandbox/invoices").await.json(), json!({"invoices": []}));
    assert!(program.bank.ledger("").await.is_empty());
}

#[tokio::test]
async fn the_shops_orders_and_events_outlive_a_killed_process() {
    let file = Scratch::new();
    let arguments = ["--port", "0", "--quiet", "--data", file.0.to_str().unwrap()];
    let shop = || {
        let mut command = command(&arguments);
        command.env("SANDBOX_SHOP_TICKET_SECRET", demo_shop::TICKET_SECRET);
        command.env("SANDBOX_SHOP_WEBHOOK_SECRET", demo_shop::WEBHOOK_SECRET);
        started(command)
    };
    let mut program = shop().await;
    let key = uuid::Uuid::new_v4().to_string();
    let placed = demo_shop::order_with(&program.bank, &key, demo_shop::tea(2)).await.json();
    let number = placed["invoice_id"].as_str().unwrap();
    demo_shop::tell(&program.bank, "evt_1", &demo_shop::event("invoice.paid", number, 9981.0)).await;
    let orders = program.bank.get("/shop/orders").await.body;
    let page = program.bank.get("/shop/").await.body;
    program.child.kill().await.unwrap();

    let program = shop().await;
    let bank = &program.bank;
    assert_eq!(bank.get("/shop/orders").await.body, orders);
    assert_eq!(bank.get("/shop/").await.body, page);
    assert_eq!(demo_shop::order_with(bank, &key, demo_shop::tea(3)).await.status, 409);
    let again = demo_shop::order_with(bank, &key, demo_shop::tea(2)).await;
    assert_eq!((again.status, &again.json()["state"]), (200, &json!("paid")));
    demo_shop::tell(bank, "evt_1", &demo_shop::event("invoice.paid", number, 9981.0)).await;
    assert_eq!(bank.ledger("effect=event_repeated").await.len(), 1);
}

/// A path in the temporary folder that is gone at the end.
pub struct Scratch(pub PathBuf);

impl Scratch {
    pub fn new() -> Self {
        Scratch(std::env::temp_dir().join(format!("epay-sandbox-{}.sqlite", uuid::Uuid::new_v4())))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        for end in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{}{end}", self.0.display()));
        }
    }
}
