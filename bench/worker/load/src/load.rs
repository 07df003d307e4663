//! The load: one request over and over by some connections, each waiting for its answer before it asks again.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use super::http::Reader;

/// In the place of this, which is as long, each request has a number of its own.
const PLACE: &str = "{invoice-id}";

/// Reads the request from stdin, sends it `requests` times in all, and prints what it took as JSON. Request `k` has the
/// number `first_id + k % ids`. An answer of another status is an error.
pub(crate) fn run(port: u64, connections: u64, requests: u64, status: u64, first_id: u64, ids: u64) -> io::Result<()> {
    let mut request = String::new();
    io::stdin().read_to_string(&mut request)?;
    let next = AtomicU64::new(0);
    let work = || -> io::Result<Vec<Duration>> {
        let mut stream = TcpStream::connect(("127.0.0.1", u16::try_from(port).map_err(io::Error::other)?))?;
        stream.set_nodelay(true)?;
        let mut reader = Reader::new(stream.try_clone()?);
        let mut times = Vec::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            if index >= requests {
                return Ok(times);
            }
            let request = request.replace(PLACE, &format!("{:012}", first_id + index % ids));
            let start = Instant::now();
            stream.write_all(request.as_bytes())?;
            let answer = reader.next()?.ok_or(io::ErrorKind::UnexpectedEof)?;
            times.push(start.elapsed());
            if answer.head.split(' ').nth(1) != Some(&*status.to_string()) {
                let body = String::from_utf8_lossy(answer.body);
                return Err(io::Error::other(format!("not {status}: {}{body}", answer.head)));
            }
        }
    };
    let start = Instant::now();
    let times: io::Result<Vec<Vec<Duration>>> = thread::scope(|scope| {
        let threads: Vec<_> = (0..connections).map(|_| scope.spawn(work)).collect();
        let join = |thread: thread::ScopedJoinHandle<'_, _>| thread.join().map_err(|_| io::Error::other("a panic"))?;
        threads.into_iter().map(join).collect()
    });
    let took = start.elapsed();
    let mut times = times?.concat();
    times.sort_unstable();
    let percentile = |part: usize| times.get(times.len() * part / 100).map_or(0.0, |time| time.as_secs_f64() * 1e3);
    println!(r#"{{"seconds":{},"p50_ms":{},"p99_ms":{}}}"#, took.as_secs_f64(), percentile(50), percentile(99));
    Ok(())
}
