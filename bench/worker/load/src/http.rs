//! HTTP/1.1, as much of it as two programs need that know each other.

use std::io::{self, Read};
use std::net::TcpStream;

/// Messages from one connection, read into one buffer that is kept.
pub(crate) struct Reader {
    stream: TcpStream,
    buffer: Vec<u8>,
    /// How much of the buffer is the message that was given last.
    used: usize,
}

/// A message: its head and its body. A chunked body keeps its chunks' sizes between them.
pub(crate) struct Message<'a> {
    pub(crate) head: &'a str,
    pub(crate) body: &'a [u8],
}

impl Reader {
    pub(crate) fn new(stream: TcpStream) -> Self {
        Self { stream, buffer: Vec::new(), used: 0 }
    }

    /// The next message, or `None` where the other side has closed before one began.
    pub(crate) fn next(&mut self) -> io::Result<Option<Message<'_>>> {
        self.buffer.drain(..self.used);
        self.used = 0;
        let head_end = loop {
            if let Some(end) = find(&self.buffer, b"\r\n\r\n") {
                break end + 4;
            }
            if !self.more()? {
                return if self.buffer.is_empty() { Ok(None) } else { Err(io::ErrorKind::UnexpectedEof.into()) };
            }
        };
        let head = String::from_utf8_lossy(&self.buffer[..head_end]).to_ascii_lowercase();
        let length = header(&head, "content-length").and_then(|value| value.parse::<usize>().ok());
        let is_chunked = header(&head, "transfer-encoding") == Some("chunked");
        let end = loop {
            let body = &self.buffer[head_end..];
            match length {
                Some(length) if body.len() >= length => break head_end + length,
                None if !is_chunked => break head_end,
                None if body.starts_with(b"0\r\n\r\n") => break head_end + 5,
                None => {
                    if let Some(end) = find(body, b"\r\n0\r\n\r\n") {
                        break head_end + end + 7;
                    }
                }
                Some(_) => {}
            }
            if !self.more()? {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        };
        self.used = end;
        let head = std::str::from_utf8(&self.buffer[..head_end]).map_err(io::Error::other)?;
        Ok(Some(Message { head, body: &self.buffer[head_end..end] }))
    }

    fn more(&mut self) -> io::Result<bool> {
        let mut chunk = [0; 16 << 10];
        let read = self.stream.read(&mut chunk)?;
        self.buffer.extend_from_slice(&chunk[..read]);
        Ok(read > 0)
    }
}

pub(crate) fn find(text: &[u8], part: &[u8]) -> Option<usize> {
    text.windows(part.len()).position(|window| window == part)
}

fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    head.split("\r\n").find_map(|line| line.strip_prefix(name)?.strip_prefix(':')).map(str::trim)
}
