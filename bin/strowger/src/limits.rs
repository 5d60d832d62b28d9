//! What the system allows this process.

use nix::sys::{
    resource::{Resource, getrlimit, setrlimit},
    stat::{Mode, umask},
};

/// Open files below which a busy exchange runs out: each call has four sockets.
const FEW: u64 = 4096;

/// Raises the number of open files to the most that the system allows this process.
pub(crate) fn raise_open_files() {
    let raised = getrlimit(Resource::RLIMIT_NOFILE)
        .and_then(|(_, hard)| setrlimit(Resource::RLIMIT_NOFILE, hard, hard).map(|()| hard));
    match raised {
        Ok(limit) if limit < FEW => {
            tracing::warn!(
                limit,
                "few open files are allowed, which bounds calls at once: raise `ulimit -Hn`"
            );
        }
        Ok(_) => {}
        Err(error) => tracing::warn!(%error, "the number of open files cannot be raised"),
    }
}

/// Makes every file that the process creates its owner's alone.
pub(crate) fn keep_files_private() {
    let _before = umask(Mode::S_IRWXG | Mode::S_IRWXO);
}

/// Lets no core file be written, whatever goes wrong: it would hold every password.
pub(crate) fn forbid_core_files() {
    if let Err(error) = setrlimit(Resource::RLIMIT_CORE, 0, 0) {
        tracing::warn!(%error, "core files cannot be forbidden: after a crash one may hold passwords");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_soft_limit_becomes_the_hard_one() {
        raise_open_files();
        let (soft, hard) = getrlimit(Resource::RLIMIT_NOFILE).unwrap();
        assert_eq!(soft, hard);
    }

    #[test]
    fn no_core_file_is_written() {
        forbid_core_files();
        assert_eq!(getrlimit(Resource::RLIMIT_CORE).unwrap(), (0, 0));
    }
}
