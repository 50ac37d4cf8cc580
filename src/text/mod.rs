//! Texts: base64, percent-encoding and decimal integers, each written once.

pub(crate) mod base64;
pub(crate) mod decimal;
pub(crate) mod percent;
