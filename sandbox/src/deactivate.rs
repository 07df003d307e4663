//! `PUT /api/deactivate/invoice-links/{id}`: from then on the payer cannot pay the link.

use time::OffsetDateTime;
use uuid::Uuid;

use crate::link::Link;
use crate::refusal::{Code, Refusal};

/// Reads the link's id in the path.
///
/// # Errors
/// It is no UUID.
pub fn read(id: &str) -> Result<Uuid, Refusal> {
    Uuid::try_parse(id).map_err(|_| Refusal::new(Code::LinkId, "the link's id must be a UUID"))
}

/// Deactivates a link; `false` where nothing changes. A payment that went through stays as it is
/// (bank page: "deactivating a link").
pub fn deactivate(link: &mut Link, now: OffsetDateTime) -> bool {
    if link.charged || link.deactivated.is_some() {
        return false;
    }
    link.deactivated = Some(now);
    true
}
