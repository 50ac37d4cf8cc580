//! Entries that are lists of names: both APIs under one roof, and the paths inside the incumbent that people import.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

/// The modern API's errors, in a file of their own.
const ERRORS: &[&str] = &["AuthError", "isAuthError"];

/// The rest of the modern API.
const MODERN: &[&str] = &["Pool", "ready", "Session", "User"];

/// The names of amazon-cognito-identity-js, in its order.
const INCUMBENT: &[&str] = &[
    "AuthenticationDetails",
    "AuthenticationHelper",
    "CognitoAccessToken",
    "CognitoIdToken",
    "CognitoRefreshToken",
    "CognitoUser",
    "CognitoUserAttribute",
    "CognitoUserPool",
    "CognitoUserSession",
    "CookieStorage",
    "DateHelper",
    "appendToCognitoUserAgent",
    "WordArray",
];

/// Its files with one class each, which is their default export.
const CLASSES: &[&str] = &[
    "AuthenticationDetails",
    "AuthenticationHelper",
    "BigInteger",
    "Client",
    "CognitoAccessToken",
    "CognitoIdToken",
    "CognitoJwtToken",
    "CognitoRefreshToken",
    "CognitoUser",
    "CognitoUserAttribute",
    "CognitoUserPool",
    "CognitoUserSession",
    "CookieStorage",
    "DateHelper",
];

/// Its other files: each export, and the name of ours that it is.
const FILES: &[(&str, &[(&str, &str)])] = &[
    ("StorageHelper", &[("MemoryStorage", "MemoryStorage"), ("default", "StorageHelper")]),
    (
        "UserAgent",
        &[
            ("addAuthCategoryToCognitoUserAgent", "addAuthCategoryToCognitoUserAgent"),
            ("addFrameworkToCognitoUserAgent", "addFrameworkToCognitoUserAgent"),
            ("appendToCognitoUserAgent", "appendToCognitoUserAgent"),
            ("default", "UserAgent"),
            ("getAmplifyUserAgent", "getAmplifyUserAgent"),
        ],
    ),
    ("Platform/index", &[("Platform", "Platform"), ("default", "Platform"), ("getUserAgent", "getUserAgent")]),
    ("Platform/constants", &[("AUTH_CATEGORY", "AUTH_CATEGORY"), ("FRAMEWORK", "FRAMEWORK")]),
    ("Platform/version", &[("version", "version")]),
    ("utils/WordArray", &[("default", "WordArray")]),
    ("utils/cryptoSecureRandomInt", &[("default", "cryptoSecureRandomInt")]),
    (
        "internals/index",
        &[
            ("addAuthCategoryToCognitoUserAgent", "addAuthCategoryToCognitoUserAgent"),
            ("addFrameworkToCognitoUserAgent", "addFrameworkToCognitoUserAgent"),
        ],
    ),
];

/// Writes `dist/<name>.js` and `.cjs` that give both APIs.
///
/// Files apart, so that a bundler leaves out the one that a page does not use, with its wasm. CommonJS has plain properties,
/// which tests replace.
pub fn roof(dist: &Path, name: &str, suffix: &str) -> Result<()> {
    let dropin = drop_in();
    let esm = format!(
        "export {{ {} }} from './errors.js';\nexport {{ {} }} from './modern{suffix}.js';\nexport {{ {} }} from './dropin{suffix}.js';\n",
        ERRORS.join(", "),
        MODERN.join(", "),
        dropin.join(", ")
    );
    fs::write(dist.join(format!("{name}.js")), esm)?;
    Ok(fs::write(dist.join(format!("{name}.cjs")), both(&format!("modern{suffix}"), &format!("dropin{suffix}")))?)
}

/// What a page imports of the drop-in API.
fn drop_in() -> Vec<&'static str> {
    INCUMBENT.iter().chain(&["configure"]).copied().collect()
}

/// CommonJS that gives both APIs.
fn both(modern: &str, dropin: &str) -> String {
    let mut cjs = format!(
        "'use strict';\nconst modern = require('./{modern}.cjs');\nconst dropin = require('./{dropin}.cjs');\n"
    );
    for (face, names) in [("modern", ERRORS), ("modern", MODERN), ("dropin", drop_in().as_slice())] {
        names.iter().for_each(|name| cjs.push_str(&format!("exports.{name} = {face}.{name};\n")));
    }
    cjs
}

/// Writes React Native's files: modules over CommonJS, so that both ways give the same classes.
pub fn react_native(dist: &Path) -> Result<()> {
    fs::write(dist.join("react-native.cjs"), both("modern-no-wasm", "dropin-react-native"))?;
    let all: Vec<&str> = [ERRORS, MODERN].concat().into_iter().chain(drop_in()).collect();
    fs::write(dist.join("react-native.js"), format!("export {{ {} }} from './react-native.cjs';\n", all.join(", ")))?;
    let storage = "export { MemoryStorage, StorageHelper } from './dropin-react-native.cjs';\n";
    Ok(fs::write(dist.join("dropin-react-native.js"), storage)?)
}

/// What ends the script of the face, whose names are in `all`: a plain object, in the incumbent's order.
pub fn script_end() -> String {
    let names: Vec<String> = INCUMBENT.iter().map(|name| format!("{name}: all.{name}")).collect();
    format!("return {{ {} }}; }});", names.join(", "))
}

/// The storage of React Native.
const REACT_NATIVE_STORAGE: &str = "StorageHelper-rn";

/// Writes the incumbent's folders: `lib` and `src` as CommonJS, `es` as modules, and for Node as modules over CommonJS.
pub fn deep_paths(package: &Path) -> Result<()> {
    let whole: Vec<(&str, &str)> = INCUMBENT.iter().map(|name| (*name, *name)).collect();
    stub(package, "index", &whole)?;
    for class in CLASSES {
        stub(package, class, &[("default", class)])?;
    }
    for (path, exports) in FILES {
        stub(package, path, exports)?;
    }
    let storage = [("MemoryStorage", "MemoryStorage"), ("default", "StorageHelper")];
    stub_of(package, REACT_NATIVE_STORAGE, &storage, "dropin-react-native")?;
    for (folder, kind) in [("lib", "commonjs"), ("src", "commonjs"), ("es", "module")] {
        let text = format!("{{ \"type\": \"{kind}\", \"sideEffects\": false }}\n");
        fs::write(package.join(folder).join("package.json"), text)?;
    }
    fs::create_dir_all(package.join("internals"))?;
    let internals = "{\n  \"main\": \"../lib/internals/index.js\",\n  \"module\": \"../es/internals/index.js\",\n  \"types\": \"../types/internals.d.cts\",\n  \"sideEffects\": false\n}\n";
    fs::write(package.join("internals/package.json"), internals)?;
    Ok(fs::write(package.join("enhance-rn.js"), "export * from './dist/react-native.cjs';\n")?)
}

fn stub(package: &Path, path: &str, exports: &[(&str, &str)]) -> Result<()> {
    stub_of(package, path, exports, "dropin")
}

fn stub_of(package: &Path, path: &str, exports: &[(&str, &str)], bundle: &str) -> Result<()> {
    let up = "../".repeat(path.split('/').count());
    let mut cjs = format!(
        "'use strict';\nconst all = require('{up}dist/{bundle}.cjs');\nObject.defineProperty(exports, '__esModule', {{ value: true }});\n"
    );
    let mut esm = String::new();
    let mut node = format!("import all from '{up}dist/{bundle}.cjs';\n");
    for (name, ours) in exports {
        cjs.push_str(&format!("exports.{name} = all.{ours};\n"));
        esm.push_str(&format!("export {{ {ours} as {name} }} from '{up}dist/{bundle}.js';\n"));
        match *name {
            "default" => node.push_str(&format!("export default all.{ours};\n")),
            _ => node.push_str(&format!("export const {name} = all.{ours};\n")),
        }
    }
    for (folder, extension, text) in
        [("lib", "js", &cjs), ("src", "js", &cjs), ("es", "js", &esm), ("es", "mjs", &node)]
    {
        let file = package.join(folder).join(format!("{path}.{extension}"));
        fs::create_dir_all(file.parent().context("a folder")?)?;
        fs::write(file, text)?;
    }
    Ok(())
}
