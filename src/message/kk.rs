//! The texts in Kazakh.
//!
//! No ending stands on a number that is filled in: its vowels would depend on how the number is read (6-дан, 2-ден).

use crate::issue::Code;

pub(super) const fn template(code: Code) -> &'static str {
    match code {
        Code::MalformedJson => "Деректерді оқу мүмкін болмады. {line}-жолдағы {column}-таңбаны тексеріңіз.",
        Code::Required => "Осы өрісті толтырыңыз.",
        Code::UnknownField => {
            "Мұндай өріс жоқ. Атауын тексеріңіз немесе өрісті алып тастаңыз.[ Мүмкін, «{suggestion}» деп жазғыңыз келген шығар?]"
        }
        Code::DuplicateField => "Бұл өріс бірнеше рет берілген. Біреуін ғана қалдырыңыз.",
        Code::NotString => "Мәнді мәтін түрінде беріңіз.",
        Code::NotNumber => "Мәнді сан түрінде беріңіз.",
        Code::NotArray => "Мәндерді тізім түрінде беріңіз.",
        Code::NotObject => "Деректерді атаулары бар өрістер түрінде беріңіз.",
        Code::Empty => "Бұл өрісті бос қалдыруға болмайды.",
        Code::TooShort => "Кемінде {min} таңба енгізіңіз (қазір {actual}).",
        Code::TooLong => "Мәтінді қысқартыңыз: ең көбі {max} таңба (қазір {actual}).",
        Code::LoneSurrogate => "Мәтінде бүлінген таңба бар. Оны өшіріп, қайта теріңіз.",
        Code::ControlCharacter => "Мәтінді бір жолға жазып, көрінбейтін таңбаларды өшіріңіз.",
        Code::BidiControl => "Мәтіннің бағытын өзгертетін көрінбейтін таңбаларды өшіріңіз.",
        Code::NotDigits => "Тек 0-ден 9-ға дейінгі цифрларды енгізіңіз.",
        Code::NotUuid => "Сәйкестендіргішті толық көшіріңіз. Ол мынадай болады: 123e4567-e89b-12d3-a456-426614174000.",
        Code::NotEmail => "Электрондық пошта мекенжайын толық енгізіңіз, мысалы: name@example.com.",
        Code::PhonePrefix => "Нөмірді +7-ден бастаңыз, мысалы: +77000000000.",
        Code::PhoneDigits => "+7-ден кейін тура {expected} цифр енгізіңіз, бос орын мен сызықша қоймаңыз.",
        Code::LinkNotAbsolute => "Сілтемені https:// немесе http:// деп бастап, толық жазыңыз.",
        Code::LinkHost => {
            "Сілтемедегі сайт атауы мен портты тексеріңіз. Атауы латын әріптерімен жазылады, мысалы: https://example.com."
        }
        Code::LinkCredentials => "Сілтемеден пайдаланушы аты мен құпиясөзді алып тастаңыз.",
        Code::LinkCharacter => {
            "Сілтемеде бос орын немесе басқа жарамсыз таңба бар. Сілтемені браузердің мекенжай жолынан көшіріңіз."
        }
        Code::ExpirePeriodFormat => "Күн санын және d әрпін жазыңыз, мысалы: 2d.",
        Code::OutOfRange => "{min}–{max} аралығындағы сан енгізіңіз.",
        Code::NotInList => "Тізімнен таңдаңыз: {allowed}.",
        Code::NotPositive => "Нөлден үлкен сома енгізіңіз.",
        Code::TooManyDecimals => "Үтірден кейін {max} цифрдан артық жазбаңыз.",
        Code::TooLarge => "Соманы {max} теңгеден асырмаңыз.",
        Code::NotFinite => "Соманы санмен енгізіңіз, мысалы: 1500.",
        Code::NotDecimal => "Соманы цифрмен, бос орынсыз енгізіңіз, мысалы: 1500.50.",
        Code::NotInteger => "Бүтін сан енгізіңіз.",
        Code::InvoiceIdCondition => "Іздеуге тапсырыс нөмірін қосыңыз.",
        Code::TooFewValues => "Мән қосыңыз: кемінде {min} керек, қазір {actual}.",
        Code::TooManyValues => "Артық мәндерді алып тастаңыз: ең көбі {max}, қазір {actual}.",
        Code::NoPercent => "Кез келген мәтіннің орнына % белгісін қойыңыз, мысалы: 2024%.",
        Code::UnknownRecordField => {
            "Мұндай атаумен іздеуге немесе сұрыптауға болмайды. Атауын тексеріңіз.[ Мүмкін, «{suggestion}» деп жазғыңыз келген шығар?]"
        }
    }
}
