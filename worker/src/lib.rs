//! The Worker of `epay-invoice`, feature `worker`, as the wasm module that Cloudflare runs.

#[cfg(target_family = "wasm")]
extern crate epay_invoice as _;
