//! The grammar of JSON (RFC 8259): passing over a text, value by value.
//!
//! An own reader, since all that is wanted of one is where values begin and end: serde_json's, with its errors and the
//! printing of floats that these need, weighs 80 KB in the Worker, this one 2 KB. Tests hold it to accept what
//! serde_json accepts and to refuse what it refuses.

use alloc::vec::Vec;

use crate::plain::plain;

/// A place in a text of JSON.
///
/// Whatever is passed over is checked. `None` from any of it: the text is not JSON, and [`at`](Self::at) is where.
#[derive(Clone, Debug)]
pub(crate) struct Scan<'a> {
    text: &'a str,
    at: usize,
    has_escape: bool,
}

impl<'a> Scan<'a> {
    pub(crate) const fn of(text: &'a str) -> Self {
        Self { text, at: 0, has_escape: false }
    }

    pub(super) const fn at(&self) -> usize {
        self.at
    }

    /// Whether a string was passed over in which something is escaped, since this was asked last.
    pub(crate) const fn take_escape(&mut self) -> bool {
        core::mem::replace(&mut self.has_escape, false)
    }

    /// A member's name, as it is written; what comes next is its value.
    pub(crate) fn name(&mut self) -> Option<&'a str> {
        let start = self.at;
        self.string()?;
        let name = self.text.get(start..self.at);
        self.white_space();
        self.take(b':')?;
        self.white_space();
        name
    }

    /// A value, as it is written.
    pub(crate) fn raw(&mut self) -> Option<&'a str> {
        let start = self.at;
        self.value()?;
        self.text.get(start..self.at)
    }

    /// Passes over what stands before an item of an array or an object, which `open` opens: that bracket or a comma. Whether
    /// there is another item; else the closing bracket is passed over too.
    pub(crate) fn follows(&mut self, open: u8, is_first: bool) -> Option<bool> {
        // in ASCII two further on
        let close = open + 2;
        if is_first {
            self.take(open)?;
        }
        self.white_space();
        if self.take(close).is_some() {
            return Some(false);
        }
        if !is_first {
            self.take(b',')?;
            self.white_space();
        }
        Some(true)
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
    fn take(&mut self, byte: u8) -> Option<()> {
        if self.next()? != byte {
            return None;
        }
        self.at += 1;
        Some(())
    }

    /// A value, with all that is in it. What is open is kept in a list, so that no depth overflows the stack.
    fn value(&mut self) -> Option<()> {
        let mut open = Vec::new();
        loop {
            let mut is_first = false;
            match self.next()? {
                b'"' => self.string()?,
                b'-' | b'0'..=b'9' => self.number()?,
                b'n' => self.word("null")?,
                b't' => self.word("true")?,
                b'f' => self.word("false")?,
                bracket @ (b'{' | b'[') => {
                    open.push(bracket);
                    is_first = true;
                }
                _ => return None,
            }
            // a value has ended, or begun with its bracket: what ends with it?
            loop {
                let Some(bracket) = open.last().copied() else { return Some(()) };
                if self.follows(bracket, core::mem::take(&mut is_first))? {
                    if bracket == b'{' {
                        self.name()?;
                    }
                    break;
                }
                open.pop();
            }
        }
    }

    /// A string with its quotation marks. Halves of surrogate pairs are in the grammar.
    fn string(&mut self) -> Option<()> {
        self.take(b'"')?;
        loop {
            self.at += plain(self.text.as_bytes().get(self.at..)?);
            match self.next()? {
                b'\\' => {
                    self.has_escape = true;
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
