//! The known name that an unknown one was probably meant to be.

/// The nearest of `names`: at most a third of its letters changed, added, dropped or swapped. Letter case and
/// underscores do not count, so `invoiceId` is `invoice_id`.
pub(crate) fn nearest(name: &str, names: &[&'static str]) -> Option<&'static str> {
    // a name far longer than any known one is near to none, and not worth measuring
    if name.len() > 64 {
        return None;
    }
    let plain = |name: &str| name.replace(['_', '-', ' '], "").to_lowercase();
    let wanted = plain(name);
    names
        .iter()
        .map(|known| {
            let known_plain = plain(known);
            (strsim::osa_distance(&wanted, &known_plain), known_plain.len() / 3, *known)
        })
        .filter(|(distance, most, _)| distance <= most)
        .min_by_key(|(distance, ..)| *distance)
        .map(|(.., known)| known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_names_only() {
        let names = ["amount", "description", "invoice_id", "post_link"];
        let cases = [
            ("ammount", Some("amount")),
            ("invoiceId", Some("invoice_id")),
            ("invoice-id", Some("invoice_id")),
            ("invocie_id", Some("invoice_id")),
            ("Description", Some("description")),
            ("postlink", Some("post_link")),
            ("price", None),
            ("", None),
            ("__proto__", None),
        ];
        for (name, expected) in cases {
            assert_eq!(nearest(name, &names), expected, "{name}");
        }
        assert_eq!(nearest(&"amount".repeat(1000), &names), None);
    }
}
