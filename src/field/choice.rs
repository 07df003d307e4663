//! Values out of a short list.

use alloc::string::String;

use super::value::parsed_field;

/// Declares an enum whose values are spelled as the bank spells them, and refuses all others by naming these.
macro_rules! choice {
    ($(#[$doc:meta])* $type:ident { $($(#[$variant_doc:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $type { $($(#[$variant_doc])* $variant),+ }

        impl $type {
            /// The spellings that are allowed.
            pub const ALLOWED: &'static [&'static str] = &[$($text),+];

            /// The bank's spelling.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }
        }

        impl core::str::FromStr for $type {
            type Err = crate::issue::Reason;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text {
                    $($text => Ok(Self::$variant),)+
                    "" => Err(crate::issue::Reason::Empty),
                    _ => Err(crate::issue::Reason::NotInList { allowed: Self::ALLOWED }),
                }
            }
        }

        impl core::fmt::Display for $type {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl crate::output::ToJson for $type {
            fn write(&self, json: &mut String) {
                self.as_str().write(json);
            }
        }

        parsed_field!($type);
    };
}

choice! {
    /// The language in which the invoice is shown. Source: bank page, table 1, `language`.
    Language {
        /// Kazakh
        Kaz = "kaz",
        /// Russian
        Rus = "rus",
        /// English
        Eng = "eng",
    }
}

choice! {
    /// The invoice's currency. Source: bank page, table 1, `currency`.
    Currency {
        /// Kazakhstani tenge
        Kzt = "KZT",
    }
}

choice! {
    /// The direction of an order of records. Source: bank page, search, `typeOrder`.
    Direction {
        /// smallest first
        Ascending = "ASC",
        /// largest first
        Descending = "DESC",
    }
}

choice! {
    /// How a search condition compares. Source: bank page, search, `method`.
    Method {
        /// equal to the one value
        Equal = "=",
        /// from the first value to the second
        Between = "between",
        /// like the one pattern, in which `%` stands for any text
        Like = "like",
        /// equal to any of the values
        In = "in",
    }
}

impl Method {
    /// The fewest and the most values that the method takes; `None`: as many as you like.
    #[must_use]
    pub const fn arity(self) -> (u32, Option<u32>) {
        match self {
            Self::Equal | Self::Like => (1, Some(1)),
            Self::Between => (2, Some(2)),
            Self::In => (1, None),
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;
    use crate::issue::Reason;

    #[test]
    fn spelled_as_the_bank_spells_them() {
        for text in Language::ALLOWED {
            assert_eq!(text.parse::<Language>().unwrap().to_string(), *text);
        }
        assert_eq!("RUS".parse::<Language>(), Err(Reason::NotInList { allowed: &["kaz", "rus", "eng"] }));
        assert_eq!("".parse::<Currency>(), Err(Reason::Empty));
        assert_eq!("USD".parse::<Currency>(), Err(Reason::NotInList { allowed: &["KZT"] }));
        assert_eq!("asc".parse::<Direction>(), Err(Reason::NotInList { allowed: &["ASC", "DESC"] }));
        assert_eq!("=".parse(), Ok(Method::Equal));
    }

    #[test]
    fn serialises_as_its_spelling() {
        assert_eq!(serde_json::to_string(&Method::In).unwrap(), r#""in""#);
        assert_eq!(serde_json::from_str::<Direction>(r#""DESC""#).unwrap(), Direction::Descending);
        assert!(serde_json::from_str::<Direction>(r#""up""#).is_err());
    }
}
