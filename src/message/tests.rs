use alloc::string::String;
use alloc::string::ToString;
use alloc::vec::Vec;

use super::*;
use crate::field::{AccountId, Amount, Description, Email, InvoiceId, Link, Phone};
use crate::issue::Kind;

/// A reason of each code, every param present.
fn sample(code: Code) -> Reason {
    match code {
        Code::MalformedJson => Reason::MalformedJson { line: 2, column: 7 },
        Code::Required => Reason::Required,
        Code::UnknownField => Reason::UnknownField { suggestion: Some("amount") },
        Code::DuplicateField => Reason::DuplicateField,
        Code::NotString => Reason::NotString { actual: Kind::Boolean },
        Code::NotNumber => Reason::NotNumber { actual: Kind::String },
        Code::NotArray => Reason::NotArray { actual: Kind::Object },
        Code::NotObject => Reason::NotObject { actual: Kind::Null },
        Code::Empty => Reason::Empty,
        Code::TooShort => Reason::TooShort { min: 6, actual: 5 },
        Code::TooLong => Reason::TooLong { max: 125, actual: 126 },
        Code::LoneSurrogate => Reason::LoneSurrogate,
        Code::ControlCharacter => Reason::ControlCharacter { character: '\n', position: 3 },
        Code::BidiControl => Reason::BidiControl { character: '\u{202e}', position: 3 },
        Code::NotDigits => Reason::NotDigits,
        Code::NotUuid => Reason::NotUuid,
        Code::NotEmail => Reason::NotEmail,
        Code::PhonePrefix => Reason::PhonePrefix,
        Code::PhoneDigits => Reason::PhoneDigits { expected: 10, actual: 11 },
        Code::LinkNotAbsolute => Reason::LinkNotAbsolute,
        Code::LinkHost => Reason::LinkHost,
        Code::LinkCredentials => Reason::LinkCredentials,
        Code::LinkCharacter => Reason::LinkCharacter { position: 14 },
        Code::ExpirePeriodFormat => Reason::ExpirePeriodFormat,
        Code::OutOfRange => Reason::OutOfRange { min: 1, max: 999 },
        Code::NotInList => Reason::NotInList { allowed: &["kaz", "rus", "eng"] },
        Code::NotPositive => Reason::NotPositive,
        Code::TooManyDecimals => Reason::TooManyDecimals { max: 2 },
        Code::TooLarge => Reason::TooLarge { max: "999999999999.99" },
        Code::NotFinite => Reason::NotFinite,
        Code::NotDecimal => Reason::NotDecimal,
        Code::NotInteger => Reason::NotInteger,
        Code::InvoiceIdCondition => Reason::InvoiceIdCondition,
        Code::TooFewValues => Reason::TooFewValues { min: 2, actual: 1 },
        Code::TooManyValues => Reason::TooManyValues { max: 1, actual: 2 },
        Code::NoPercent => Reason::NoPercent,
        Code::UnknownRecordField => Reason::UnknownRecordField { suggestion: Some("status") },
    }
}

/// The names of the params that a template has places for.
fn places(template: &str) -> Vec<&str> {
    let mut names: Vec<_> =
        template.split('{').skip(1).map(|piece| piece.split_once('}').expect("a closed place").0).collect();
    names.sort_unstable();
    names
}

/// What is written by hand in a template: no places, no examples of addresses and ids.
fn prose(template: &str) -> String {
    let words = template.split(' ').filter(|word| !word.contains(['{', '@', '/']) && !word.contains("e89b"));
    words.collect::<Vec<_>>().join(" ")
}

fn each(check: impl Fn(Code, Locale, &'static str)) {
    for locale in Locale::ALL {
        for (code, template) in templates(*locale) {
            check(code, *locale, template);
        }
    }
}

#[test]
fn every_code_has_its_text_in_every_locale() {
    for locale in Locale::ALL {
        let codes: Vec<_> = templates(*locale).map(|(code, _)| code).collect();
        assert_eq!(codes, Code::ALL, "{locale}");
    }
    each(|code, locale, template| {
        assert!(template.ends_with(['.', '?', ']']), "{locale} {code:?}: {template}");
        assert_eq!(template, template.trim(), "{locale} {code:?}");
        assert_ne!(template, code.as_str());
    });
}

#[test]
fn a_template_has_places_only_for_what_its_reason_gives() {
    each(|code, locale, template| {
        let given: Vec<_> = sample(code).params().into_iter().flatten().map(|(name, _)| name).collect();
        for name in places(template) {
            assert!(given.contains(&name), "{locale} {code:?}: {name}");
        }
    });
}

#[test]
fn locales_tell_the_same() {
    each(|code, locale, template| {
        let english = super::template(code, Locale::En);
        assert_eq!(places(template), places(english), "{locale} {code:?}");
        assert_eq!(template.matches('[').count(), english.matches('[').count(), "{locale} {code:?}");
    });
}

#[test]
fn nothing_of_the_notation_is_left() {
    each(|code, locale, _| {
        let text = sample(code).message(locale);
        assert!(!text.contains(['{', '}', '[', ']']), "{text}");
        assert!(!text.contains("  "), "{text}");
    });
}

#[test]
fn each_locale_keeps_to_its_script() {
    each(|code, locale, template| {
        let prose = prose(template);
        let latin_words = prose.split(|c: char| !c.is_alphabetic()).filter(|word| word.is_ascii() && !word.is_empty());
        match locale {
            Locale::En => assert!(prose.chars().all(|c| c.is_ascii() || "“”’–".contains(c)), "{prose}"),
            // the unit of a period is the one Latin letter a reader has to type
            Locale::Kk | Locale::Ru => {
                assert!(latin_words.eq(prose.matches('d').filter(|_| code == Code::ExpirePeriodFormat)), "{prose}")
            }
        }
        let kazakh = prose.to_lowercase().contains(['ә', 'ғ', 'қ', 'ң', 'ө', 'ұ', 'ү', 'һ', 'і']);
        assert_eq!(kazakh, locale == Locale::Kk, "{prose}");
    });
}

#[test]
fn no_word_of_a_programmer() {
    each(|code, locale, template| {
        let prose = prose(template).to_lowercase();
        for word in ["json", "uuid", "utf", "unicode", "null", "array", "object", "string", "epay", "surrogate", "_"] {
            assert!(!prose.contains(word), "{locale} {code:?}: {word}");
        }
    });
}

#[test]
fn a_suggestion_is_left_out_where_there_is_none() {
    let with = Reason::UnknownField { suggestion: Some("amount") };
    let without = Reason::UnknownField { suggestion: None };
    assert_eq!(with.message(Locale::En), "There is no such field. Check its name or remove it. Did you mean “amount”?");
    assert_eq!(without.message(Locale::En), "There is no such field. Check its name or remove it.");
    assert_eq!(without.message(Locale::Ru), "Такого поля нет. Проверьте название или уберите поле.");
    assert_eq!(without.message(Locale::Kk), "Мұндай өріс жоқ. Атауын тексеріңіз немесе өрісті алып тастаңыз.");
}

#[test]
fn params_stand_in_their_places() {
    let issue = Issue::of("description", Reason::TooLong { max: 125, actual: 130 });
    assert_eq!(message(&issue, Locale::Kk), "Мәтінді қысқартыңыз: ең көбі 125 таңба (қазір 130).");
    assert_eq!(message(&issue, Locale::Ru), "Сократите до 125 символов (сейчас 130).");
    assert_eq!(message(&issue, Locale::En), "Shorten this to 125 characters (now 130).");
    let issue = Issue::of("currency", Reason::NotInList { allowed: &["KZT"] });
    assert_eq!(message(&issue, Locale::En), "Choose from this list: KZT.");
}

/// Russian «до 125 символов» and English “125 characters” are wrong for 21 and for 1.
#[test]
fn every_number_before_a_noun_takes_the_plural() {
    let Err(Reason::TooManyDecimals { max: decimals }) = Amount::from_f64(0.001) else { panic!() };
    let numbers = [
        InvoiceId::MIN,
        InvoiceId::MAX,
        AccountId::MAX,
        Description::MAX,
        Email::MAX,
        Link::MAX,
        crate::field::SearchValue::MAX,
        Phone::DIGITS,
        decimals,
    ];
    for number in numbers {
        assert!(number % 10 != 1 || number % 100 == 11, "{number}");
    }
}

#[test]
fn locales_by_their_codes() {
    for (locale, code) in Locale::ALL.iter().zip(Locale::ALLOWED) {
        assert_eq!(code.parse(), Ok(*locale));
        assert_eq!(locale.to_string(), *code);
    }
    for code in ["", "KK", "kz", "ru-RU"] {
        assert_eq!(code.parse::<Locale>(), Err(Reason::NotInList { allowed: &["kk", "ru", "en"] }));
    }
}
