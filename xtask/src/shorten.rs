//! Gives short names to what a client's wasm and its glue call in each other: nobody reads them, and they are 2 % of the bytes.

use std::fs;
use std::path::Path;

use anyhow::Result;
use walrus::{ExportItem, FunctionId, Module};

/// What the engine knows by name: how the module starts, and what the garbage collector calls.
fn is_kept(name: &str) -> bool {
    name == "__wbindgen_start" || name.ends_with("_free")
}

/// What the wasm calls its glue.
const GLUE: &str = "glue";

/// Renames imports and exports in both files.
pub fn shorten(wasm: &Path, glue: &Path) -> Result<()> {
    let mut module = Module::from_file(wasm)?;
    let mut text = fs::read_to_string(glue)?;
    let mut count = 0;
    let mut short = || {
        count += 1;
        format!(
            "_{}",
            char::from_digit(count / 36, 36).into_iter().chain(char::from_digit(count % 36, 36)).collect::<String>()
        )
    };
    let mut imports = String::new();
    let is_glue = |module: &str| module.ends_with("_bg.js");
    for import in module.imports.iter_mut() {
        let name = short();
        if !is_glue(&import.module) {
            // The engine hands over the glue alone.
            text = format!("import {{ {} }} from '{}';\n{text}", import.name, import.module);
        }
        GLUE.clone_into(&mut import.module);
        text = text.replace(&format!("export function {}(", import.name), &format!("function {}(", import.name));
        imports += &format!("{name}: {}, ", import.name);
        import.name = name;
    }
    let mut exports: Vec<_> = module.exports.iter().collect();
    // The longest first, for one name may begin with another.
    exports.sort_by_key(|export| std::cmp::Reverse(export.name.len()));
    let exports: Vec<_> = exports.iter().map(|export| (export.id(), export.name.clone(), export.item)).collect();
    let mut known: Vec<(FunctionId, String)> = Vec::new();
    for (id, old, item) in exports {
        if !is_kept(&old) && !text.contains(&format!("wasm.{old}")) {
            module.exports.delete(id);
            continue;
        }
        // Functions that do the same have become one, and need one name.
        let same = match item {
            ExportItem::Function(function) => known.iter().find(|(other, _)| *other == function),
            _ => None,
        };
        let is_first = same.is_none();
        let name = match same {
            Some((_, name)) => name.clone(),
            None if is_kept(&old) => old.clone(),
            None => short(),
        };
        text = text.replace(&format!("wasm.{old}"), &format!("wasm.{name}"));
        if !is_first {
            module.exports.delete(id);
            continue;
        }
        module.exports.get_mut(id).name.clone_from(&name);
        if let ExportItem::Function(function) = item {
            known.push((function, name));
        }
    }
    // An object, and no module's namespace: bundlers spell such out as a getter for each name.
    fs::write(glue, format!("{text}\nexport const glue = {{ {imports}__wbg_set_wasm }};\n"))?;
    module.emit_wasm_file(wasm)
}
