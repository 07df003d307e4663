//! The words of the pay page in Kazakh, Russian and English.

use crate::link::Language;

/// The words of one language.
pub struct Phrases {
    pub sandbox: &'static str,
    pub invoice: &'static str,
    pub amount: &'static str,
    pub pay_before: &'static str,
    pub pay: &'static str,
    pub bonus: &'static str,
    pub bonus_range: &'static str,
    pub pay_with_bonus: &'static str,
    pub decline: &'static str,
    pub paid: &'static str,
    pub declined: &'static str,
    pub try_again: &'static str,
    pub already_paid: &'static str,
    pub deactivated: &'static str,
    pub expired: &'static str,
    pub not_found: &'static str,
}

/// The words of a language.
pub fn phrases(language: Language) -> &'static Phrases {
    match language {
        Language::Kaz => &KAZ,
        Language::Rus => &RUS,
        Language::Eng => &ENG,
    }
}

static KAZ: Phrases = Phrases {
    sandbox: "Бұл — сынақ беті, ақша алынбайды.",
    invoice: "Шот",
    amount: "Сома",
    pay_before: "Төлеу мерзімі",
    pay: "Төлеу",
    bonus: "Бонуспен төленетін сома, ₸",
    bonus_range: "Бонус сомасы 0-ден көп және шот сомасынан аз болуы керек.",
    pay_with_bonus: "Бір бөлігін бонуспен төлеу",
    decline: "Төлемді қабылдамау",
    paid: "Шот төленді",
    declined: "Төлем өтпеді",
    try_again: "Қайтадан төлеп көру",
    already_paid: "Бұл шот бұрын төленген.",
    deactivated: "Бұл сілтеме өшірілген, ол бойынша төлеу мүмкін емес.",
    expired: "Бұл сілтеменің мерзімі өтіп кеткен.",
    not_found: "Мұндай сілтеме жоқ.",
};

static RUS: Phrases = Phrases {
    sandbox: "Это тестовая страница, деньги не списываются.",
    invoice: "Счёт",
    amount: "Сумма",
    pay_before: "Оплатить до",
    pay: "Оплатить",
    bonus: "Сумма бонусами, ₸",
    bonus_range: "Сумма бонусами должна быть больше 0 и меньше суммы счёта.",
    pay_with_bonus: "Оплатить часть бонусами",
    decline: "Отклонить платёж",
    paid: "Счёт оплачен",
    declined: "Платёж не прошёл",
    try_again: "Попробовать ещё раз",
    already_paid: "Этот счёт уже оплачен.",
    deactivated: "Эта ссылка отключена, оплатить по ней нельзя.",
    expired: "Срок действия этой ссылки истёк.",
    not_found: "Такой ссылки нет.",
};

static ENG: Phrases = Phrases {
    sandbox: "This is a test page: no money is taken.",
    invoice: "Invoice",
    amount: "Amount",
    pay_before: "Pay before",
    pay: "Pay",
    bonus: "Paid with bonuses, ₸",
    bonus_range: "The bonuses must be more than 0 and less than the amount of the invoice.",
    pay_with_bonus: "Pay part with bonuses",
    decline: "Decline the payment",
    paid: "The invoice is paid",
    declined: "The payment did not go through",
    try_again: "Try again",
    already_paid: "This invoice has already been paid.",
    deactivated: "This link was deactivated and cannot be paid.",
    expired: "This link has expired.",
    not_found: "There is no such link.",
};
