//! Gives short names to what a client's wasm and its glue call in each other: nobody reads them, and they are 2 % of the bytes.

use std::fs;
use std::path::Path;

use anyhow::Result;
use walrus::Module;

/// What the engine knows by name: how the module starts, and what the garbage collector calls.
fn is_kept(name: &str) -> bool {
    name == "__wbindgen_start" || name.ends_with("_free")
}

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
    for import in module.imports.iter_mut() {
        let name = short();
        text = text.replace(&format!("export function {}(", import.name), &format!("function {}(", import.name));
        imports += &format!("{} as {name}, ", import.name);
        import.name = name;
    }
    let mut exports: Vec<_> = module.exports.iter_mut().filter(|export| !is_kept(&export.name)).collect();
    // The longest first, for one name may begin with another.
    exports.sort_by_key(|export| std::cmp::Reverse(export.name.len()));
    for export in exports {
        let name = short();
        text = text.replace(&format!("wasm.{}", export.name), &format!("wasm.{name}"));
        export.name = name;
    }
    let text = without_free(&text);
    fs::write(glue, format!("{text}\nexport {{ {imports} }};\n"))?;
    module.emit_wasm_file(wasm)
}

/// Leaves out what `pkg-template/src/engine/harden.ts` replaces in the classes that people hold: how they are freed and disposed of.
fn without_free(glue: &str) -> String {
    let (mut kept, mut is_machine, mut skipping) = (String::new(), false, false);
    for line in glue.lines().filter(|line| !line.starts_with("if (Symbol.dispose)")) {
        is_machine = if line.starts_with("export class ") { line.contains("Machine") } else { is_machine };
        if !is_machine && ["    __destroy_into_raw() {", "    free() {"].contains(&line) {
            skipping = true;
        }
        if !skipping {
            kept += line;
            kept.push('\n');
        }
        skipping &= line != "    }";
    }
    kept
}
