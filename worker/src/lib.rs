//! The Worker of `epay-invoice`, feature `worker`, as the wasm module that Cloudflare runs.

#![cfg_attr(target_family = "wasm", no_std)]

#[cfg(target_family = "wasm")]
extern crate epay_invoice as _;
