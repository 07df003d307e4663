//! Whether an unknown name was probably meant to be a known one.

/// A name longer than this is near to none.
pub(crate) const MAX: usize = 64;

/// Where two names are written to be compared.
pub(crate) type Room = [[u8; MAX]; 2];

/// Whether `name` is `known` but for one letter changed, added, dropped, or swapped with its neighbour. The case of
/// ASCII letters does not count, nor do underscores, hyphens and spaces, so `invoiceId` is `invoice_id`. A name of two
/// letters must be met exactly.
///
/// The room is the caller's: the npm package's module has no stack that a call which is broken off could leave in disorder.
pub(crate) fn is_near(name: &[u8], known: &[u8], room: &mut Room) -> bool {
    if name.len() > MAX || known.len() > MAX {
        return false;
    }
    let [name_plain, known_plain] = room;
    let name_length = plain(name, name_plain);
    let known_length = plain(known, known_plain);
    let mut name = name_plain.get(..name_length).unwrap_or_default();
    let mut known = known_plain.get(..known_length).unwrap_or_default();
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

/// Writes the letters that count into `into`, which has room for all, and gives how many they are.
fn plain(name: &[u8], into: &mut [u8; MAX]) -> usize {
    let mut length = 0;
    for byte in name {
        if !matches!(byte, b'_' | b'-' | b' ')
            && let Some(place) = into.get_mut(length)
        {
            *place = byte.to_ascii_lowercase();
            length += 1;
        }
    }
    length
}
