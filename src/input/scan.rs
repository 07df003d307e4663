//! The grammar of JSON (RFC 8259): passing over a text, value by value.
//!
//! An own reader, since all that is wanted of one is where values begin and end: serde_json's, with its errors and the
//! printing of floats that these need, weighs 80 KB in the Worker, this one 2 KB. Tests hold it to accept what
//! serde_json accepts and to refuse what it refuses.

use crate::plain::plain;

/// A place in a text of JSON.
///
/// Whatever is passed over is checked. `None` from any of it: the text is not JSON, and [`at`](Self::at) is where.
#[derive(Clone, Debug)]
pub(crate) struct Scan<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Scan<'a> {
    pub(crate) const fn of(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    pub(super) const fn at(&self) -> usize {
        self.at
    }

    /// The text that `pass` passes over.
    pub(crate) fn passed(&mut self, pass: fn(&mut Self) -> Option<()>) -> Option<&'a str> {
        let start = self.at;
        pass(self)?;
        self.text.get(start..self.at)
    }

    /// The next of what is in an array or an object, by what it begins with; `None` at the end. The place is before the
    /// opening bracket, or behind the item before.
    pub(super) fn item(&mut self, pass: fn(&mut Self) -> Option<()>) -> Option<&'a str> {
        self.white_space();
        // the bracket or a comma
        self.at += 1;
        self.white_space();
        self.passed(pass)
    }

    #[inline(always)]
    pub(crate) fn next(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    #[inline(always)]
    pub(super) fn white_space(&mut self) {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.next() {
            self.at += 1;
        }
    }

    /// Passes over the byte if it is the next one.
    #[inline(always)]
    pub(super) fn take(&mut self, byte: u8) -> Option<()> {
        if self.next()? != byte {
            return None;
        }
        self.at += 1;
        Some(())
    }

    /// A value, with all that is in it. What is open is kept in a list, so that no depth overflows the stack.
    pub(crate) fn value(&mut self) -> Option<()> {
        let mut open = Vec::new();
        loop {
            match self.next()? {
                b'"' => self.string()?,
                b'-' | b'0'..=b'9' => self.number()?,
                b'n' => self.word("null")?,
                b't' => self.word("true")?,
                b'f' => self.word("false")?,
                bracket @ (b'{' | b'[') => {
                    self.at += 1;
                    self.white_space();
                    // in ASCII two further on
                    let close = bracket + 2;
                    if self.take(close).is_none() {
                        if close == b'}' {
                            self.name()?;
                        }
                        open.push(close);
                        continue;
                    }
                }
                _ => return None,
            }
            // a value has ended; what ends with it?
            loop {
                let Some(close) = open.last().copied() else { return Some(()) };
                self.white_space();
                if self.take(b',').is_some() {
                    self.white_space();
                    if close == b'}' {
                        self.name()?;
                    }
                    break;
                }
                self.take(close)?;
                open.pop();
            }
        }
    }

    /// An object, whose members `member` passes over: it is given each name, as it is written, and the place of its value.
    pub(crate) fn object(&mut self, member: &mut dyn FnMut(&'a str, &mut Self) -> Option<()>) -> Option<()> {
        self.list(b'{', &mut |scan| {
            let name = scan.passed(Self::string)?;
            scan.colon()?;
            member(name, scan)
        })
    }

    /// An array, whose items `item` passes over.
    pub(crate) fn array(&mut self, item: &mut dyn FnMut(&mut Self) -> Option<()>) -> Option<()> {
        self.list(b'[', item)
    }

    fn list(&mut self, open: u8, item: &mut dyn FnMut(&mut Self) -> Option<()>) -> Option<()> {
        // in ASCII two further on
        let close = open + 2;
        self.take(open)?;
        self.white_space();
        if self.take(close).is_some() {
            return Some(());
        }
        loop {
            item(self)?;
            self.white_space();
            if self.take(b',').is_none() {
                return self.take(close);
            }
            self.white_space();
        }
    }

    /// A member's name and the colon.
    fn name(&mut self) -> Option<()> {
        self.string()?;
        self.colon()
    }

    pub(super) fn colon(&mut self) -> Option<()> {
        self.white_space();
        self.take(b':')?;
        self.white_space();
        Some(())
    }

    /// A string with its quotation marks. Halves of surrogate pairs are in the grammar.
    pub(super) fn string(&mut self) -> Option<()> {
        self.take(b'"')?;
        loop {
            self.at += plain(self.text.as_bytes().get(self.at..)?);
            match self.next()? {
                b'\\' => {
                    self.at += 1;
                    let digits = match self.next()? {
                        b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => 0,
                        b'u' => 4,
                        _ => return None,
                    };
                    self.at += 1;
                    for _ in 0..digits {
                        if !self.next()?.is_ascii_hexdigit() {
                            return None;
                        }
                        self.at += 1;
                    }
                }
                _ => return self.take(b'"'),
            }
        }
    }

    fn number(&mut self) -> Option<()> {
        let _ = self.take(b'-');
        if self.take(b'0').is_none() {
            self.digits()?;
        }
        if self.take(b'.').is_some() {
            self.digits()?;
        }
        if let Some(b'e' | b'E') = self.next() {
            self.at += 1;
            if let Some(b'+' | b'-') = self.next() {
                self.at += 1;
            }
            self.digits()?;
        }
        Some(())
    }

    /// One digit or more.
    fn digits(&mut self) -> Option<()> {
        let start = self.at;
        while let Some(b'0'..=b'9') = self.next() {
            self.at += 1;
        }
        (self.at > start).then_some(())
    }

    fn word(&mut self, word: &str) -> Option<()> {
        word.bytes().try_for_each(|byte| self.take(byte))
    }
}
