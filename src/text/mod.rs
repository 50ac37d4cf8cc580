//! Texts: base64, percent-encoding, decimal integers and JSON by ranges, each written once.

pub(crate) mod base64;
pub(crate) mod decimal;
pub(crate) mod percent;
pub(crate) mod sheet;
