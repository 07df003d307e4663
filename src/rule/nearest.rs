//! Whether an unknown name was probably meant to be a known one.

/// A name longer than this is near to none.
pub(crate) const MAX: usize = 64;

/// Whether `name` is `known` but for one letter changed, added, dropped, or swapped with its neighbour. The case of
/// ASCII letters does not count, nor do underscores, hyphens and spaces, so `invoiceId` is `invoice_id`. A name of two
/// letters must be met exactly.
pub(crate) fn is_near(name: &[u8], known: &[u8]) -> bool {
    let (mut name_plain, mut known_plain) = ([0; MAX], [0; MAX]);
    if name.len() > MAX || known.len() > MAX {
        return false;
    }
    let mut name = plain(name, &mut name_plain);
    let mut known = plain(known, &mut known_plain);
    let short = known.len() < 3;
    while let ([a, name_rest @ ..], [b, known_rest @ ..]) = (name, known)
        && a == b
    {
        (name, known) = (name_rest, known_rest);
    }
    while let ([name_rest @ .., a], [known_rest @ .., b]) = (name, known)
        && a == b
    {
        (name, known) = (name_rest, known_rest);
    }
    match (name, known) {
        ([], []) => true,
        _ if short => false,
        ([] | [_], [] | [_]) => true,
        ([a, b], [c, d]) => a == d && b == c,
        _ => false,
    }
}

/// The letters that count, in `into`, which has room for all.
fn plain<'a>(name: &[u8], into: &'a mut [u8; MAX]) -> &'a [u8] {
    let mut length = 0;
    for byte in name {
        if !matches!(byte, b'_' | b'-' | b' ')
            && let Some(place) = into.get_mut(length)
        {
            *place = byte.to_ascii_lowercase();
            length += 1;
        }
    }
    into.get(..length).unwrap_or_default()
}
