//! The Worker of `epay-invoice`, feature `worker`, as the wasm module that Cloudflare runs.

#[cfg(target_family = "wasm")]
extern crate epay_invoice as _;

/// Two-level segregated fit, in the form made for small programs: the standard library's allocator weighs 5 KB more.
#[cfg(target_family = "wasm")]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();
