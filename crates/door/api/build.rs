//! Puts the web admin into the binary: every file that `make ui` left in `ui/dist`, as a table that `src/web` reads. Without that
//! folder the table is empty, which `STROWGER_UI=required` (the release archive) refuses.

use std::{
    env,
    error::Error,
    fmt::Write,
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
};

fn main() -> Result<(), Box<dyn Error>> {
    let dist = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("../../../ui/dist");
    // A watched path that is missing would have this crate built anew each time.
    let _ = fs::create_dir_all(&dist);
    println!("cargo::rerun-if-changed={}", dist.display());
    println!("cargo::rerun-if-env-changed=STROWGER_UI");
    let mut files = vec![];
    collect(&dist, &mut files)?;
    files.sort();
    let is_built = dist.join("index.html").is_file();
    if !is_built && env::var("STROWGER_UI").as_deref() == Ok("required") {
        return Err("the web admin is not built: run `make ui` first".into());
    }
    let mut table = String::from("&[\n");
    for file in files.iter().filter(|_| is_built) {
        entry(&mut table, &dist, file)?;
    }
    table.push_str("]\n");
    fs::write(PathBuf::from(env::var("OUT_DIR")?).join("web_files.rs"), table)?;
    Ok(())
}

/// Finds files, apart from the compressed copies of others.
fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Box<dyn Error>> {
    for found in fs::read_dir(folder).into_iter().flatten() {
        let path = found?.path();
        match path.is_dir() {
            true => collect(&path, files)?,
            false if path.extension().is_some_and(|ext| ext == "br" || ext == "gz") => {}
            false => files.push(path),
        }
    }
    Ok(())
}

/// Writes one file's row.
fn entry(table: &mut String, dist: &Path, file: &Path) -> Result<(), Box<dyn Error>> {
    let path = file.strip_prefix(dist)?.to_str().ok_or("a file's name is no UTF-8")?;
    let mut hasher = DefaultHasher::new();
    fs::read(file)?.hash(&mut hasher);
    let tag = format!("\"{:016x}\"", hasher.finish());
    let bytes = |path: &Path| format!("include_bytes!({:?})", path.display().to_string());
    let copy = |ending: &str| {
        let path = PathBuf::from(format!("{}.{ending}", file.display()));
        if path.is_file() { format!("Some({})", bytes(&path)) } else { "None".to_owned() }
    };
    writeln!(
        table,
        "File {{ path: {path:?}, tag: {tag:?}, plain: {}, brotli: {}, gzip: {} }},",
        bytes(file),
        copy("br"),
        copy("gz")
    )?;
    Ok(())
}
