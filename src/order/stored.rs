//! Reading back what has a reader of its own instead of serde's.

use serde::Deserialize;
use serde::de::{Deserializer, Error};
use serde_json::value::RawValue;

use crate::invoice::{Invoice, Record};

fn read_invoice<E: Error>(raw: &RawValue) -> Result<Box<Invoice>, E> {
    Invoice::from_json(raw.get().as_bytes()).map(Box::new).map_err(E::custom)
}

pub(super) fn invoice<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Box<Invoice>, D::Error> {
    read_invoice(<&RawValue>::deserialize(deserializer)?)
}

pub(super) fn some_invoice<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Box<Invoice>>, D::Error> {
    Option::<&RawValue>::deserialize(deserializer)?.map(read_invoice).transpose()
}

pub(super) fn record<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Box<Record>, D::Error> {
    let raw = <&RawValue>::deserialize(deserializer)?;
    Record::from_json(raw.get().as_bytes()).map(Box::new).ok_or_else(|| D::Error::custom("a record is an object"))
}
