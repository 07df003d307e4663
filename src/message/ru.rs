//! The texts in Russian.
//!
//! A noun after a number stands in the genitive plural («до 125 символов», «ровно 10 цифр»): right for every number
//! that occurs, and wrong for one that ends in 1. A test holds the numbers to that.

use crate::issue::Code;

pub(super) const fn template(code: Code) -> &'static str {
    match code {
        Code::MalformedJson => "Не удалось прочитать данные. Проверьте строку {line}, позицию {column}.",
        Code::Required => "Пожалуйста, заполните это поле.",
        Code::UnknownField => {
            "Такого поля нет. Проверьте название или уберите поле.[ Возможно, вы имели в виду «{suggestion}»?]"
        }
        Code::DuplicateField => "Это поле указано несколько раз. Оставьте только одно.",
        Code::NotString => "Укажите значение в виде текста.",
        Code::NotNumber => "Укажите значение в виде числа.",
        Code::NotArray => "Укажите значения в виде списка.",
        Code::NotObject => "Передайте данные в виде полей с названиями.",
        Code::Empty => "Это поле нельзя оставить пустым.",
        Code::TooShort => "Введите не меньше {min} символов (сейчас {actual}).",
        Code::TooLong => "Сократите до {max} символов (сейчас {actual}).",
        Code::LoneSurrogate => "В тексте есть повреждённый символ. Удалите его и введите заново.",
        Code::ControlCharacter => "Напишите текст в одну строку и удалите невидимые символы.",
        Code::BidiControl => "Удалите невидимые символы, которые меняют направление текста.",
        Code::NotDigits => "Введите только цифры от 0 до 9.",
        Code::NotUuid => "Скопируйте идентификатор целиком. Он выглядит так: 123e4567-e89b-12d3-a456-426614174000.",
        Code::NotEmail => "Введите адрес электронной почты полностью, например name@example.com.",
        Code::PhonePrefix => "Начните номер с +7, например +77000000000.",
        Code::PhoneDigits => "После +7 введите ровно {expected} цифр, без пробелов и дефисов.",
        Code::LinkNotAbsolute => "Начните ссылку с https:// или http:// и укажите её полностью.",
        Code::LinkHost => "Проверьте имя сайта и порт в ссылке. Имя пишется латиницей, например https://example.com.",
        Code::LinkCredentials => "Уберите из ссылки имя пользователя и пароль.",
        Code::LinkCharacter => {
            "В ссылке есть пробел или другой недопустимый символ. Скопируйте её из адресной строки браузера."
        }
        Code::ExpirePeriodFormat => "Укажите число дней и букву d, например 2d.",
        Code::OutOfRange => "Введите число от {min} до {max}.",
        Code::NotInList => "Выберите из списка: {allowed}.",
        Code::NotPositive => "Введите сумму больше нуля.",
        Code::TooManyDecimals => "Оставьте не больше {max} цифр после запятой.",
        Code::TooLarge => "Введите сумму не больше {max} тенге.",
        Code::NotFinite => "Введите сумму числом, например 1500.",
        Code::NotDecimal => "Введите сумму цифрами без пробелов, например 1500.50.",
        Code::NotInteger => "Введите целое число.",
        Code::InvoiceIdCondition => "Добавьте в поиск номер заказа.",
        Code::TooFewValues => "Добавьте значения: нужно не меньше {min}, сейчас {actual}.",
        Code::TooManyValues => "Уберите лишние значения: можно не больше {max}, сейчас {actual}.",
        Code::NoPercent => "Поставьте знак % на место любого текста, например 2024%.",
        Code::UnknownRecordField => {
            "Поля с таким названием нет, по нему нельзя искать или сортировать. Проверьте название.[ Возможно, вы имели в виду «{suggestion}»?]"
        }
    }
}
