//! `strowger papers`, hidden: the manual pages and shell completions, written by the program that they are about. Packages are made
//! with it.

use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::{Args, Command};
use clap_complete::{Shell, generate_to};

/// The program's name, as its pages and completions have it.
const NAME: &str = "strowger";

/// Where they go.
#[derive(Args, Clone, Debug)]
pub(crate) struct Papers {
    /// A folder, made where it is missing
    folder: PathBuf,
}

/// Writes them.
///
/// # Errors
/// What the disk says.
pub(crate) fn run(papers: &Papers, command: Command) -> anyhow::Result<()> {
    write(&papers.folder, command).with_context(|| format!("cannot write into {}", papers.folder.display()))
}

fn write(folder: &Path, mut command: Command) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    for shell in [Shell::Bash, Shell::Zsh, Shell::Fish] {
        generate_to(shell, &mut command, NAME, folder)?;
    }
    clap_mangen::generate_to(command, folder)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn there_is_a_page_for_each_command_and_a_completion_for_each_shell() {
        let folder = std::env::temp_dir().join(format!("strowger-papers-{}", std::process::id()));
        write(&folder, crate::Args::command()).unwrap();
        for file in [
            "strowger.1",
            "strowger-serve.1",
            "strowger-trunk.1",
            "strowger.bash",
            "_strowger",
            "strowger.fish",
        ] {
            let text = std::fs::read_to_string(folder.join(file)).unwrap();
            assert!(text.contains("strowger") && text.len() > 300, "{file}");
        }
        assert!(!folder.join("strowger-papers.1").exists(), "hidden");
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
