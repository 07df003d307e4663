//! How the shop proves itself to the bank.

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
