#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| epay_invoice_fuzz::callbacks::run(data));
