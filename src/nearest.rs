//! The known name that an unknown one was probably meant to be.

use crate::rule::cursor::Cursor;
use crate::rule::nearest::{MAX, is_near};

/// The first of `names` that `name` is near to.
pub(crate) fn nearest(name: &str, names: &[&'static str]) -> Option<&'static str> {
    let near = |known: &str| is_near(Cursor::new(name.as_bytes()), Cursor::new(known.as_bytes()));
    names.iter().copied().find(|known| name.len() <= MAX && near(known))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_names_only() {
        let names = ["amount", "description", "invoice_id", "post_link", "id"];
        let cases = [
            ("ammount", Some("amount")),
            ("amont", Some("amount")),
            ("amaunt", Some("amount")),
            ("amuont", Some("amount")),
            ("mount", Some("amount")),
            ("amounts", Some("amount")),
            ("invoiceId", Some("invoice_id")),
            ("invoice-id", Some("invoice_id")),
            ("invocie_id", Some("invoice_id")),
            ("Description", Some("description")),
            ("postlink", Some("post_link")),
            ("ID", Some("id")),
            ("i", None),
            ("idd", None),
            ("amoutns", None),
            ("price", None),
            ("", None),
            ("__proto__", None),
        ];
        for (name, expected) in cases {
            assert_eq!(nearest(name, &names), expected, "{name}");
        }
        assert_eq!(nearest(&"amount".repeat(1000), &names), None);
        assert_eq!(nearest(&"_".repeat(64), &names), None);
    }
}
