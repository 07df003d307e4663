//! Server-sent events out of the pieces in which they come (HTML standard, 9.2.6).

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

/// One event.
#[derive(Debug, PartialEq)]
pub(super) struct Event {
    /// The last id that the stream gave, with this event or before it; empty if none.
    pub(super) id: String,
    pub(super) data: String,
}

/// What has come and is no whole event yet.
#[derive(Default)]
pub(super) struct Lines {
    rest: Vec<u8>,
    data: Option<String>,
    id: String,
    /// A line feed right after a carriage return belongs to it, in the next piece too.
    after_return: bool,
}

impl Lines {
    /// The events that the piece completes.
    pub(super) fn push(&mut self, piece: &[u8]) -> Vec<Event> {
        let mut events = Vec::new();
        for byte in piece {
            let follows_return = core::mem::replace(&mut self.after_return, *byte == b'\r');
            match byte {
                b'\n' if follows_return => {}
                b'\n' | b'\r' => events.extend(self.line()),
                _ => self.rest.push(*byte),
            }
        }
        events
    }

    /// Ends a line; an empty one ends an event.
    fn line(&mut self) -> Option<Event> {
        let line = core::mem::take(&mut self.rest);
        if line.is_empty() {
            return self.data.take().map(|data| Event { id: self.id.clone(), data });
        }
        let line = String::from_utf8_lossy(&line);
        let (name, value) = line.split_once(':').unwrap_or((&line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match (name, &mut self.data) {
            ("data", Some(data)) => {
                data.push('\n');
                data.push_str(value);
            }
            ("data", data) => *data = Some(value.to_owned()),
            ("id", _) if !value.contains('\0') => value.clone_into(&mut self.id),
            _ => {}
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn however_the_stream_is_cut() {
        let stream = "\u{feff}: hello\r\nevent: record\r\ndata: {\"a\":\r\ndata: \"ә\"}\r\n\r\n:\n\ndata:1\n\nid: 7\ndata\r\rid: \0\ndata:2\n\nid\ndata:3\n\nid: 8\ndata: lost";
        for size in 1..stream.len() {
            let mut lines = Lines::default();
            let events: Vec<Event> = stream.as_bytes().chunks(size).flat_map(|piece| lines.push(piece)).collect();
            let expected = [("", "{\"a\":\n\"ә\"}"), ("", "1"), ("7", ""), ("7", "2"), ("", "3")];
            assert_eq!(
                events,
                expected.map(|(id, data)| Event { id: id.into(), data: data.into() }),
                "in pieces of {size}"
            );
        }
    }
}
