//! The names that the standard library brings unasked, for the build without it.

#[allow(unused_imports, reason = "not every build uses each")]
pub(crate) use alloc::{
    borrow::ToOwned,
    boxed::Box,
    string::{String, ToString},
    vec::Vec,
};
