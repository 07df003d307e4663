//! Server-sent events out of the pieces in which they come (HTML standard, 9.2.6).

/// What has come and is no whole event yet.
#[derive(Default)]
pub(super) struct Lines {
    rest: Vec<u8>,
    data: Option<String>,
    /// A line feed right after a carriage return belongs to it, in the next piece too.
    after_return: bool,
}

impl Lines {
    /// The data of each event that the piece completes.
    pub(super) fn push(&mut self, piece: &[u8]) -> Vec<String> {
        let mut events = Vec::new();
        for byte in piece {
            let follows_return = std::mem::replace(&mut self.after_return, *byte == b'\r');
            match byte {
                b'\n' if follows_return => {}
                b'\n' | b'\r' => events.extend(self.line()),
                _ => self.rest.push(*byte),
            }
        }
        events
    }

    /// Ends a line; an empty one ends an event.
    fn line(&mut self) -> Option<String> {
        let line = std::mem::take(&mut self.rest);
        if line.is_empty() {
            return self.data.take();
        }
        let line = String::from_utf8_lossy(&line);
        let (name, value) = line.split_once(':').unwrap_or((&line, ""));
        if name == "data" {
            let value = value.strip_prefix(' ').unwrap_or(value);
            match &mut self.data {
                Some(data) => {
                    data.push('\n');
                    data.push_str(value);
                }
                None => self.data = Some(value.to_owned()),
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn however_the_stream_is_cut() {
        let stream = "\u{feff}: hello\r\nevent: record\r\ndata: {\"a\":\r\ndata: \"ә\"}\r\n\r\n:\n\ndata:1\n\nid: 7\ndata\r\rdata: lost";
        for size in 1..stream.len() {
            let mut lines = Lines::default();
            let events: Vec<String> = stream.as_bytes().chunks(size).flat_map(|piece| lines.push(piece)).collect();
            assert_eq!(events, ["{\"a\":\n\"ә\"}", "1", ""], "in pieces of {size}");
        }
    }
}
