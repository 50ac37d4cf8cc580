//! Where sessions and devices are kept, under the keys of amazon-cognito-identity-js.

use std::cell::RefCell;
use std::collections::BTreeMap;

use cognito_identity_wasm::secret::Secret;

use super::error::Error;

/// A map of texts that answers at once.
pub trait Storage {
    /// What is stored under the key.
    fn get(&self, key: &str) -> Result<Option<String>, Error>;
    /// Stores the value, or removes the key.
    fn set(&self, key: &str, value: Option<&str>) -> Result<(), Error>;
}

/// A key and its new value; without one the key is removed.
pub(super) type Change = (String, Option<String>);

/// Makes all changes, or none.
pub(super) fn apply(storage: &dyn Storage, changes: &[Change]) -> Result<(), Error> {
    let mut undo: Vec<(&String, Option<String>)> = Vec::new();
    for (key, value) in changes {
        let before = storage.get(key)?;
        if let Err(error) = storage.set(key, value.as_deref()) {
            for (key, before) in undo.into_iter().rev() {
                // The first failure is the one to tell of.
                let _ = storage.set(key, before.as_deref());
            }
            return Err(error);
        }
        undo.push((key, before));
    }
    Ok(())
}

/// The memory of this module: what it holds ends with it.
#[derive(Default)]
pub struct Memory(RefCell<BTreeMap<String, Secret<String>>>);

impl Storage for Memory {
    fn get(&self, key: &str) -> Result<Option<String>, Error> {
        Ok(self.0.borrow().get(key).map(|value| value.expose().clone()))
    }

    fn set(&self, key: &str, value: Option<&str>) -> Result<(), Error> {
        let mut entries = self.0.borrow_mut();
        match value {
            Some(value) => entries.insert(key.to_owned(), value.into()),
            None => entries.remove(key),
        };
        Ok(())
    }
}

/// A storage of the page.
pub struct Page(web_sys::Storage);

impl Page {
    /// `localStorage`; nothing outside of a page, and where the browser forbids it.
    pub fn local() -> Option<Page> {
        web_sys::window()?.local_storage().ok().flatten().map(Page)
    }

    /// `sessionStorage`; nothing outside of a page, and where the browser forbids it.
    pub fn session() -> Option<Page> {
        web_sys::window()?.session_storage().ok().flatten().map(Page)
    }
}

fn failed() -> Error {
    Error::new("NotAvailable", "The page's storage failed: it is full, or the browser forbids it.")
}

impl Storage for Page {
    fn get(&self, key: &str) -> Result<Option<String>, Error> {
        self.0.get_item(key).map_err(|_| failed())
    }

    fn set(&self, key: &str, value: Option<&str>) -> Result<(), Error> {
        let changed = match value {
            Some(value) => self.0.set_item(key, value),
            None => self.0.remove_item(key),
        };
        changed.map_err(|_| failed())
    }
}
