//! The Unix socket in the data directory: the way in for the owner, without a token.

use std::{
    fs, io,
    os::unix::fs::{FileTypeExt, PermissionsExt},
    path::Path,
};

use tokio::net::UnixListener;

/// Its name in the data directory.
pub const SOCKET_NAME: &str = "strowger.sock";

/// Opens the socket, for the owner only. One that an earlier run left behind is replaced: the caller holds the directory's lock.
///
/// # Errors
/// What the system says.
pub fn listen_unix(data_dir: &Path) -> io::Result<UnixListener> {
    let path = data_dir.join(SOCKET_NAME);
    if fs::symlink_metadata(&path).is_ok_and(|file| file.file_type().is_socket()) {
        fs::remove_file(&path)?;
    }
    let listener = UnixListener::bind(&path)?;
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600))?;
    Ok(listener)
}
