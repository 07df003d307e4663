//! What a buyer sends to order: products and quantities, and no price.

use serde::Deserialize;

use super::catalogue::{self, Language, Product};

/// The most of one product in one order.
const MOST: u32 = 99;

/// The body of an order, as sent. Serde refuses what the shop does not ask for: a price, above all.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cart {
    items: Vec<Item>,
    /// In which the payer is spoken to.
    #[serde(default)]
    pub language: Language,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Item {
    id: String,
    quantity: u32,
}

impl Cart {
    /// The products and how many of each.
    ///
    /// # Errors
    /// The field that breaks a rule, and the rule.
    pub fn check(&self) -> Result<Vec<(&'static Product, u32)>, String> {
        if self.items.is_empty() {
            return Err("items must name at least one product".into());
        }
        let mut wanted: Vec<(&'static Product, u32)> = Vec::new();
        for (place, item) in self.items.iter().enumerate() {
            let product = catalogue::product(&item.id)
                .ok_or_else(|| format!("items[{place}].id must be the id of a product in the catalogue"))?;
            if wanted.iter().any(|(other, _)| other.id == product.id) {
                return Err(format!(
                    "items[{place}].id must differ from the items before: {} is named twice",
                    product.id
                ));
            }
            if !(1..=MOST).contains(&item.quantity) {
                return Err(format!("items[{place}].quantity must be 1 to {MOST}"));
            }
            wanted.push((product, item.quantity));
        }
        Ok(wanted)
    }
}
