//! Every committed input keeps every promise: the seeds, and what once broke one (`seeds/*/broke-*`).

use std::path::Path;

fn replay(target: &str, run: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds").join(target);
    let mut count = 0;
    for file in folder.read_dir().unwrap() {
        let path = file.unwrap().path();
        println!("{}", path.display());
        run(&std::fs::read(path).unwrap());
        count += 1;
    }
    assert!(count > 10, "the seeds of {target} are gone");
}

macro_rules! replay {
    ($($target:ident)+) => {
        $(#[test]
        fn $target() {
            replay(stringify!($target), epay_invoice_fuzz::$target::run);
        })+
    };
}

replay! { payloads json replies callbacks tickets }

#[test]
fn verdict() {
    replay("payloads", epay_invoice_fuzz::verdict::run);
}
