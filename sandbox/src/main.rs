//! The program `epay-sandbox`.

use std::io::Write;
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
            eprintln!("epay-sandbox cannot listen on {place}: {error}");
            return ExitCode::FAILURE;
        }
    };
    // Whoever started the sandbox waits for this line; if nobody reads it, it serves all the same.
    let _ = writeln!(std::io::stdout(), "epay-sandbox listening on {}", sandbox.url());
    stop_signal().await;
    ExitCode::SUCCESS
}

/// Ends with Ctrl-C, or where there are signals, with SIGTERM.
async fn stop_signal() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    let _ = tokio::signal::ctrl_c().await;
}
