//! The texts in English.

use crate::issue::Code;

pub(super) const fn template(code: Code) -> &'static str {
    match code {
        Code::MalformedJson => "The data could not be read. Check line {line}, column {column}.",
        Code::Required => "Please fill in this field.",
        Code::UnknownField => "There is no such field. Check its name or remove it.[ Did you mean “{suggestion}”?]",
        Code::DuplicateField => "This field is given more than once. Keep only one.",
        Code::NotString => "Give this value as text.",
        Code::NotNumber => "Give this value as a number.",
        Code::NotArray => "Give these values as a list.",
        Code::NotObject => "Give this data as a set of named fields.",
        Code::Empty => "This field cannot be left empty.",
        Code::TooShort => "Enter at least {min} characters (now {actual}).",
        Code::TooLong => "Shorten this to {max} characters (now {actual}).",
        Code::LoneSurrogate => "The text contains a broken character. Delete it and type it again.",
        Code::ControlCharacter => "Write the text on one line and delete any invisible characters.",
        Code::BidiControl => "Delete the invisible characters that change the direction of the text.",
        Code::NotDigits => "Use only the digits 0 to 9.",
        Code::NotUuid => "Copy the whole identifier. It looks like this: 123e4567-e89b-12d3-a456-426614174000.",
        Code::NotEmail => "Enter a full email address, for example name@example.com.",
        Code::PhonePrefix => "Start the number with +7, for example +77000000000.",
        Code::PhoneDigits => "Enter exactly {expected} digits after +7, with no spaces or dashes.",
        Code::LinkNotAbsolute => "Start the link with https:// or http:// and enter it in full.",
        Code::LinkHost => {
            "Check the site name and port in the link. Write the name in Latin letters, for example https://example.com."
        }
        Code::LinkCredentials => "Remove the user name and password from the link.",
        Code::LinkCharacter => {
            "The link contains a space or another character it cannot have. Copy it from the browser’s address bar."
        }
        Code::ExpirePeriodFormat => "Enter the number of days and the letter d, for example 2d.",
        Code::OutOfRange => "Enter a number from {min} to {max}.",
        Code::NotInList => "Choose from this list: {allowed}.",
        Code::NotPositive => "Enter an amount greater than zero.",
        Code::TooManyDecimals => "Use at most {max} digits after the decimal point.",
        Code::TooLarge => "Enter an amount of no more than {max} tenge.",
        Code::NotFinite => "Enter the amount as a number, for example 1500.",
        Code::NotDecimal => "Enter the amount in digits without spaces, for example 1500.50.",
        Code::NotInteger => "Enter a whole number.",
        Code::InvoiceIdCondition => "Add an order number to the search.",
        Code::TooFewValues => "Add values: at least {min} needed, {actual} given.",
        Code::TooManyValues => "Remove values: at most {max} allowed, {actual} given.",
        Code::NoPercent => "Put a % where any text may stand, for example 2024%.",
        Code::UnknownRecordField => {
            "There is no field of this name to search or sort by. Check the name.[ Did you mean “{suggestion}”?]"
        }
    }
}
