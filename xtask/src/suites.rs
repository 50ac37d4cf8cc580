//! The suites by their names: three of Rust's tools, and one for each folder of tests that Node runs.

use std::collections::{BTreeMap, VecDeque};
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

/// Suites that are no folder.
const TOOLS: [&str; 3] = ["lint", "native", "wasm"];

/// The suites that take longest (`tests/README.md` has the times): two lanes that begin with these end together.
const LONGEST: [&str; 3] = ["browser", "server", "peers"];

/// Means every suite, with full counts.
const ALL: &str = "all";

/// The files of each suite of Node's.
pub type Folders = BTreeMap<String, Vec<PathBuf>>;

/// What was asked for.
#[derive(Debug, PartialEq)]
pub enum Wanted {
    Every { thorough: bool },
    One { suite: String, filter: Option<String> },
}

/// Reads `[suite] [filter]`, or `all`.
pub fn wanted(arguments: &[OsString], folders: &Folders) -> Result<Wanted> {
    let words: Vec<String> = arguments.iter().map(|word| word.to_string_lossy().into_owned()).collect();
    match words.as_slice() {
        [] => Ok(Wanted::Every { thorough: false }),
        [name] if name == ALL => Ok(Wanted::Every { thorough: true }),
        [suite] if is_suite(suite, folders) => Ok(Wanted::One { suite: suite.clone(), filter: None }),
        [suite, _] if suite == "lint" => bail!("the suite lint takes no filter"),
        [suite, filter] if is_suite(suite, folders) => {
            Ok(Wanted::One { suite: suite.clone(), filter: Some(filter.clone()) })
        }
        [suite, ..] if suite == ALL || is_suite(suite, folders) => {
            bail!("usage: cargo xtask test [suite] [filter], or cargo xtask test all; quote a filter of several words")
        }
        [unknown, ..] => {
            let names: Vec<&str> = TOOLS.into_iter().chain(folders.keys().map(String::as_str)).collect();
            bail!("there is no suite `{unknown}`; the suites are {}, and {ALL} for all of them", names.join(", "))
        }
    }
}

fn is_suite(name: &str, folders: &Folders) -> bool {
    TOOLS.contains(&name) || folders.contains_key(name)
}

/// Every folder of `tests` and of `tests/js` that has `*.test.mjs` somewhere below it is a suite of its name; files that lie
/// between the folders are a suite of the folder they lie in.
pub fn folders(tests: &Path) -> Result<Folders> {
    let mut folders = Folders::new();
    add(tests, "tests", &mut folders)?;
    let js = folders.remove("js").unwrap_or_default();
    if !js.is_empty() {
        add(&tests.join("js"), "js", &mut folders)?;
    }
    if let Some(taken) = folders.keys().find(|name| TOOLS.contains(&name.as_str()) || *name == ALL) {
        bail!("the folder {taken} of tests must have another name: that of a suite is taken");
    }
    Ok(folders)
}

/// The suites of Node in the order in which they are best begun.
pub fn longest_first(folders: &Folders) -> VecDeque<(&str, &[PathBuf])> {
    let is_long = |name: &str| LONGEST.contains(&name);
    let long = LONGEST.iter().filter_map(|name| folders.get_key_value(*name));
    let others = folders.iter().filter(|(name, _)| !is_long(name));
    long.chain(others).map(|(name, files)| (name.as_str(), files.as_slice())).collect()
}

fn add(folder: &Path, own: &str, folders: &mut Folders) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let suite = if path.is_dir() { name.as_str() } else { own };
        let mut files = Vec::new();
        collect(&path, &mut files)?;
        if !files.is_empty() {
            folders.entry(suite.into()).or_default().extend(files);
        }
    }
    folders.values_mut().for_each(|files| files.sort());
    Ok(())
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    if !path.is_dir() {
        if path.to_string_lossy().ends_with(".test.mjs") {
            files.push(path.into());
        }
        return Ok(());
    }
    if path.file_name().is_some_and(|name| name == "node_modules") {
        return Ok(());
    }
    for entry in fs::read_dir(path).with_context(|| path.display().to_string())? {
        collect(&entry?.path(), files)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{Folders, Wanted, folders, longest_first, wanted};

    fn ask(words: &[&str]) -> Result<Wanted, String> {
        let folders = Folders::from([("modern".into(), vec![])]);
        let words: Vec<_> = words.iter().map(Into::into).collect();
        wanted(&words, &folders).map_err(|error| error.to_string())
    }

    #[test]
    fn a_suite_is_named_or_none_or_all() {
        assert_eq!(ask(&[]), Ok(Wanted::Every { thorough: false }));
        assert_eq!(ask(&["all"]), Ok(Wanted::Every { thorough: true }));
        let one =
            |suite: &str, filter: Option<&str>| Wanted::One { suite: suite.into(), filter: filter.map(Into::into) };
        assert_eq!(ask(&["native"]), Ok(one("native", None)));
        assert_eq!(ask(&["modern", "signing out"]), Ok(one("modern", Some("signing out"))));
    }

    #[test]
    fn an_unknown_suite_is_told_the_known_ones() {
        assert!(ask(&["moden"]).is_err_and(|error| error.contains("lint, native, wasm, modern, and all")));
        for wrong in [["modern", "a", "b"].as_slice(), &["all", "x"], &["lint", "x"]] {
            assert!(ask(wrong).is_err());
        }
    }

    #[test]
    fn the_longest_suites_are_begun_first_and_none_is_left_out() {
        let folders: Folders = ["browser", "docs", "modern", "peers"].map(|name| (name.into(), vec![])).into();
        let names: Vec<&str> = longest_first(&folders).into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["browser", "peers", "docs", "modern"]);
    }

    #[test]
    fn every_folder_of_tests_is_a_suite() {
        let root = std::env::temp_dir().join(format!("xtask-suites-{}", std::process::id()));
        for file in [
            "browser/a.test.mjs",
            "browser/page/helper.mjs",
            "core/main.rs",
            "js/new/deep/b.test.mjs",
            "js/new/node_modules/c.test.mjs",
            "js/d.test.mjs",
        ] {
            let path = root.join(file);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "").unwrap();
        }
        let found = folders(&root).unwrap();
        let names: Vec<_> = found.iter().map(|(name, files)| (name.as_str(), files.len())).collect();
        assert_eq!(names, [("browser", 1), ("js", 1), ("new", 1)]);
        std::fs::create_dir_all(root.join("lint")).unwrap();
        std::fs::write(root.join("lint/e.test.mjs"), "").unwrap();
        assert!(folders(&root).is_err());
        std::fs::remove_dir_all(root).unwrap();
    }
}
