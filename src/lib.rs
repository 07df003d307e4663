//! epay-invoice
