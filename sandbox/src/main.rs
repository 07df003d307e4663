//! The program `epay-sandbox`.

use std::io::{ErrorKind, Write};
use std::process::ExitCode;

use clap::Parser;
use epay_sandbox::{Sandbox, Settings};

/// A stand-in for Halyk ePay's invoice-link API, to develop and test against on one machine.
#[derive(Parser)]
#[command(version)]
struct Program {
    #[command(flatten)]
    settings: Settings,
}

#[tokio::main]
async fn main() -> ExitCode {
    let settings = Program::parse().settings;
    let place = format!("{}:{}", settings.host, settings.port);
    let sandbox = match Sandbox::start(settings).await {
        Ok(sandbox) => sandbox,
        Err(error) => {
            match error.kind() {
                ErrorKind::Other => eprintln!("epay-sandbox cannot start: {error}"),
                _ => eprintln!("epay-sandbox cannot listen on {place}: {error}"),
            }
            return ExitCode::FAILURE;
        }
    };
    // Before the line: whoever reads it may send a signal at once.
    let stop = stop_signal();
    // Whoever started the sandbox waits for this line; if nobody reads it, it serves all the same.
    let _ = writeln!(std::io::stdout(), "epay-sandbox listening on {}", sandbox.url());
    stop.await;
    ExitCode::SUCCESS
}

/// Listens for SIGINT (Ctrl-C) and SIGTERM from now on; ready with the first of them.
#[cfg(unix)]
fn stop_signal() -> impl Future<Output = ()> {
    use tokio::signal::unix::{SignalKind, signal};
    let signals = (signal(SignalKind::interrupt()), signal(SignalKind::terminate()));
    async move {
        // Where the system lets nobody listen, a signal ends the process by itself.
        let (Ok(mut interrupt), Ok(mut terminate)) = signals else { return std::future::pending().await };
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    }
}

/// Ready with Ctrl-C.
#[cfg(not(unix))]
async fn stop_signal() {
    let _ = tokio::signal::ctrl_c().await;
}
