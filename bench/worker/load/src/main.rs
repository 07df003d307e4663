//! What the Worker is measured with: a bank that answers at once or after a fixed time, and a load of one kind of request.
//!
//! Both are threads over blocking sockets and nothing else, so that neither is what is measured: a request costs them a
//! tenth of what it costs the Worker.

mod bank;
mod http;
mod load;

use std::process::ExitCode;

const USAGE: &str = "epay-bench-load bank LATENCY_MS
epay-bench-load load PORT CONNECTIONS REQUESTS STATUS FIRST_ID IDS < request";

fn main() -> ExitCode {
    let given: Vec<String> = std::env::args().skip(1).collect();
    let numbers: Vec<u64> = given.iter().skip(1).filter_map(|text| text.parse().ok()).collect();
    let result = match (given.first().map(String::as_str), &*numbers) {
        (Some("bank"), [latency_ms]) => bank::serve(*latency_ms),
        (Some("load"), [port, connections, requests, status, first_id, ids]) => {
            load::run(*port, *connections, *requests, *status, *first_id, *ids)
        }
        _ => Err(std::io::Error::other(USAGE)),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
