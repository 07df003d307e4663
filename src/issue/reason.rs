//! The broken rules: the list of codes, each with its params.
//!
//! Nothing but `core` here: the small wasm module of the npm package (`verdict/`) compiles this file too.

/// The JSON type of a value that should have been of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `null`
    Null,
    /// `true` or `false`
    Boolean,
    /// a number
    Number,
    /// a text
    String,
    /// a list
    Array,
    /// an object
    Object,
}

impl Kind {
    /// JSON's own name of the type.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean => "boolean",
            Self::Number => "number",
            Self::String => "string",
            Self::Array => "array",
            Self::Object => "object",
        }
    }
}

/// One number or name that a message needs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Param {
    /// A count, a length, a limit.
    Number(u32),
    /// A name or a decimal number.
    Text(&'static str),
    /// The values that are allowed.
    List(&'static [&'static str]),
    /// A character, shown as `U+202E` so that it never acts on the page that shows it.
    Character(char),
}

/// Declares each rule once: its variant with typed params, its stable code.
macro_rules! reasons {
    ($($(#[$doc:meta])* $name:ident $({ $($param:ident: $type:ty),+ })? = $code:literal),+ $(,)?) => {
        /// A broken rule with what a message needs to tell it.
        ///
        /// Lengths are in Unicode scalar values, positions in the same and counted from 0.
        #[derive(Clone, Copy, Debug, PartialEq)]
        #[non_exhaustive]
        // a tag of a byte would be copied with the three behind it on their own, at each `?`
        #[repr(u32)]
        pub enum Reason {
            $($(#[$doc])* #[allow(missing_docs)] $name $({ $($param: $type),+ })?),+
        }

        /// The stable code of a [`Reason`]: what a program matches on.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $($(#[$doc])* $name),+
        }

        impl Code {
            /// Every code there is.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The code's text: snake_case ASCII, never renamed.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $code),+ }
            }

            /// The names of the params that a [`Reason`] of this code has; one may be absent.
            #[must_use]
            pub const fn params(self) -> &'static [&'static str] {
                match self { $(Self::$name => &[$($(stringify!($param)),+)?]),+ }
            }
        }

        impl Reason {
            /// The stable code.
            #[must_use]
            pub const fn code(&self) -> Code {
                match self { $(Self::$name { .. } => Code::$name),+ }
            }

            /// The params by name; `None` fills the places that this reason does not use.
            #[must_use]
            pub fn params(&self) -> [Option<(&'static str, Param)>; 2] {
                let mut params = [None; 2];
                match *self {
                    $(Self::$name $({ $($param),+ })? => {
                        $(let mut slots = params.iter_mut();
                        $(if let Some(slot) = slots.next() {
                            *slot = IntoParam::into_param($param).map(|param| (stringify!($param), param));
                        })+)?
                    })+
                }
                params
            }
        }
    };
}

/// A param of whatever type; it may be absent (a suggestion where nothing is near).
trait IntoParam: Sized {
    fn into_param(self) -> Option<Param>;
}

impl IntoParam for u32 {
    fn into_param(self) -> Option<Param> {
        Some(Param::Number(self))
    }
}

impl IntoParam for char {
    fn into_param(self) -> Option<Param> {
        Some(Param::Character(self))
    }
}

impl IntoParam for Kind {
    fn into_param(self) -> Option<Param> {
        Some(Param::Text(self.as_str()))
    }
}

impl IntoParam for &'static str {
    fn into_param(self) -> Option<Param> {
        Some(Param::Text(self))
    }
}

impl IntoParam for &'static [&'static str] {
    fn into_param(self) -> Option<Param> {
        Some(Param::List(self))
    }
}

impl IntoParam for Option<&'static str> {
    fn into_param(self) -> Option<Param> {
        self.map(Param::Text)
    }
}

reasons! {
    /// The text is not JSON, or more follows the JSON value.
    MalformedJson { line: u32, column: u32 } = "malformed_json",
    /// A mandatory field is absent.
    Required = "required",
    /// The payload has no such field; `suggestion` is the nearest name it has.
    UnknownField { suggestion: Option<&'static str> } = "unknown_field",
    /// The field is given more than once.
    DuplicateField = "duplicate_field",
    /// A text was expected.
    NotString { actual: Kind } = "not_string",
    /// A number was expected.
    NotNumber { actual: Kind } = "not_number",
    /// A list was expected.
    NotArray { actual: Kind } = "not_array",
    /// An object was expected.
    NotObject { actual: Kind } = "not_object",
    /// The text is empty, or nothing but white space.
    Empty = "empty",
    /// The text is shorter than the rule allows.
    TooShort { min: u32, actual: u32 } = "too_short",
    /// The text is longer than the rule allows.
    TooLong { max: u32, actual: u32 } = "too_long",
    /// Half of a UTF-16 surrogate pair (`"\ud800"`): no text of Unicode.
    LoneSurrogate = "lone_surrogate",
    /// A control character, U+0000 and line breaks among them.
    ControlCharacter { character: char, position: u32 } = "control_character",
    /// A character that turns the direction of the text around it and so can make a description read as another.
    BidiControl { character: char, position: u32 } = "bidi_control",
    /// Something else than the digits 0 to 9.
    NotDigits = "not_digits",
    /// Not a UUID in its hyphenated form.
    NotUuid = "not_uuid",
    /// Not an e-mail address.
    NotEmail = "not_email",
    /// The phone number does not begin with +7.
    PhonePrefix = "phone_prefix",
    /// Not exactly ten digits after +7; `actual` is how many characters there are.
    PhoneDigits { expected: u32, actual: u32 } = "phone_digits",
    /// The link does not begin with `https://` or `http://`.
    LinkNotAbsolute = "link_not_absolute",
    /// The link's host or port is not one.
    LinkHost = "link_host",
    /// The link carries a user name or a password.
    LinkCredentials = "link_credentials",
    /// A character that a URL cannot hold as it is (it must be percent-encoded).
    LinkCharacter { position: u32 } = "link_character",
    /// Not a number of days followed by `d`.
    ExpirePeriodFormat = "expire_period_format",
    /// The number is outside the range.
    OutOfRange { min: u32, max: u32 } = "out_of_range",
    /// The value is none of those allowed.
    NotInList { allowed: &'static [&'static str] } = "not_in_list",
    /// The amount is zero or less.
    NotPositive = "not_positive",
    /// The amount has more decimals than a tiyn shows.
    TooManyDecimals { max: u32 } = "too_many_decimals",
    /// The amount is above the largest that stays exact in every JSON number.
    TooLarge { max: &'static str } = "too_large",
    /// Not a finite number: NaN or an infinity (JavaScript only, JSON has none).
    NotFinite = "not_finite",
    /// Not a decimal number.
    NotDecimal = "not_decimal",
    /// Not a whole number.
    NotInteger = "not_integer",
    /// A search without a condition on `invoice_id`.
    InvoiceIdCondition = "invoice_id_condition",
    /// Fewer values than the search method takes.
    TooFewValues { min: u32, actual: u32 } = "too_few_values",
    /// More values than the search method takes.
    TooManyValues { max: u32, actual: u32 } = "too_many_values",
    /// A value for `like` has no `%`.
    NoPercent = "no_percent",
    /// The record has no such field; `suggestion` is the nearest name it has.
    UnknownRecordField { suggestion: Option<&'static str> } = "unknown_record_field",
}
