//! What the shop sells, and for how much. No price comes from anywhere else.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::amount::Tiyn;

/// A thing that can be ordered.
pub struct Product {
    /// Its name in orders.
    pub id: &'static str,
    /// What one costs.
    pub price: Tiyn,
    kk: &'static str,
    ru: &'static str,
    en: &'static str,
}

/// A buyer's language.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Kazakh.
    Kk,
    /// Russian.
    #[default]
    Ru,
    /// English.
    En,
}

impl Product {
    /// Its name for buyers.
    pub fn name(&self, language: Language) -> &'static str {
        match language {
            Language::Kk => self.kk,
            Language::Ru => self.ru,
            Language::En => self.en,
        }
    }
}

static PRODUCTS: [Product; 6] = [
    Product {
        id: "tea",
        price: Tiyn::new(4_990, 50),
        kk: "Үнді шайы, 500 г",
        ru: "Чай индийский, 500 г",
        en: "Indian tea, 500 g",
    },
    Product {
        id: "baursak",
        price: Tiyn::new(1_200, 0),
        kk: "Бауырсақ, 1 кг",
        ru: "Баурсаки, 1 кг",
        en: "Baursaks, 1 kg",
    },
    Product {
        id: "kurt",
        price: Tiyn::new(2_350, 75),
        kk: "Құрт, 400 г",
        ru: "Курт, 400 г",
        en: "Kurt, dried cheese, 400 g",
    },
    Product { id: "bowl", price: Tiyn::new(3_600, 0), kk: "Кесе", ru: "Пиала", en: "Tea bowl" },
    Product { id: "dombra", price: Tiyn::new(89_900, 0), kk: "Домбыра", ru: "Домбра", en: "Dombra" },
    Product {
        id: "felt", price: Tiyn::new(24_999, 90), kk: "Киіз кілем", ru: "Войлочный ковёр", en: "Felt rug"
    },
];

/// The product of that id.
pub fn product(id: &str) -> Option<&'static Product> {
    PRODUCTS.iter().find(|product| product.id == id)
}

/// The catalogue as a storefront reads it.
pub fn to_json() -> Value {
    let products = PRODUCTS.iter().map(|product| {
        let name = json!({"kk": product.kk, "ru": product.ru, "en": product.en});
        json!({"id": product.id, "name": name, "price": product.price.to_json()})
    });
    json!({"currency": super::CURRENCY, "products": products.collect::<Vec<Value>>()})
}
