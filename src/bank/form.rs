//! `multipart/form-data`, as the token endpoint wants it (bank page: "Body: form-data"; RFC 7578).

use alloc::string::String;

use crate::digits;

/// The content type and the body of a form. The fields' names are this library's own and need no escaping.
pub(super) fn multipart(fields: &[(&str, &str)]) -> (String, String) {
    let boundary = boundary(fields);
    let mut body = String::new();
    for (name, value) in fields {
        for part in ["--", &boundary, "\r\nContent-Disposition: form-data; name=\"", name, "\"\r\n\r\n", value, "\r\n"]
        {
            body.push_str(part);
        }
    }
    body.push_str(&["--", &boundary, "--\r\n"].concat());
    (["multipart/form-data; boundary=", &boundary].concat(), body)
}

/// The first boundary that no value contains: no randomness is needed, since the values are known.
fn boundary(fields: &[(&str, &str)]) -> String {
    let mut number = 0;
    loop {
        let boundary = ["epay-invoice-", &digits::decimal(number)].concat();
        // not by `contains`, whose search in linear time is 2 KB of wasm: values are short
        let is_in = |value: &str| value.as_bytes().windows(boundary.len()).any(|part| part == boundary.as_bytes());
        if !fields.iter().any(|(_, value)| is_in(value)) {
            return boundary;
        }
        number += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_value_goes_as_it_is() {
        let (content_type, body) = multipart(&[("client_secret", "U01gQZVL##lJ$NhJ"), ("scope", "a b")]);
        assert_eq!(content_type, "multipart/form-data; boundary=epay-invoice-0");
        assert_eq!(
            body,
            "--epay-invoice-0\r\nContent-Disposition: form-data; name=\"client_secret\"\r\n\r\nU01gQZVL##lJ$NhJ\r\n\
             --epay-invoice-0\r\nContent-Disposition: form-data; name=\"scope\"\r\n\r\na b\r\n--epay-invoice-0--\r\n"
        );
    }

    #[test]
    fn no_value_can_end_the_form() {
        let (content_type, body) =
            multipart(&[("password", "x\r\n--epay-invoice-0--\r\n"), ("scope", "epay-invoice-1")]);
        assert_eq!(content_type, "multipart/form-data; boundary=epay-invoice-2");
        assert_eq!(body.matches("--epay-invoice-2\r\n").count(), 2);
    }
}
