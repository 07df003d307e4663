//! How the shop proves itself to the bank.

use alloc::string::String;

use super::Secret;

/// The shop's credentials with the bank. `Debug` prints none of the secrets.
#[derive(Clone, Debug)]
pub struct Credentials {
    /// The client's id.
    pub client_id: String,
    /// The client's secret.
    pub client_secret: Secret,
    /// The way a token is asked for.
    pub grant: Grant,
}

impl Credentials {
    /// All of them as one text, to know them again by.
    #[cfg_attr(not(feature = "worker"), expect(dead_code, reason = "the Worker's"))]
    pub(crate) fn joined(&self) -> Secret {
        let (username, password) = match &self.grant {
            Grant::Password { username, password } => (username.as_str(), password.expose()),
            Grant::ClientCredentials => ("", ""),
        };
        Secret::new([&self.client_id, self.client_secret.expose(), username, password].join("\n"))
    }
}

/// The way a token is asked for.
#[derive(Clone, Debug)]
pub enum Grant {
    /// With the user's name and password. Source: bank page.
    Password {
        /// The user's name: an e-mail address.
        username: String,
        /// The user's password.
        password: Secret,
    },
    /// With the client's id and secret alone. Source: a newer generation of the bank's pages.
    ClientCredentials,
}
