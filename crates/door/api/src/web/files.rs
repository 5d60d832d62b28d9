//! The files of the web admin, as the build script found them.

/// One file, with the compressed copies that the build made of it.
pub(super) struct File {
    /// Its path below the root, without a slash in front.
    pub(super) path: &'static str,
    /// Its entity tag, with the quotes.
    pub(super) tag: &'static str,
    pub(super) plain: &'static [u8],
    pub(super) brotli: Option<&'static [u8]>,
    pub(super) gzip: Option<&'static [u8]>,
}

/// How a body is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Coding {
    Brotli,
    Gzip,
}

/// All of them, ordered by path; none where the web admin was not built.
static FILES: &[File] = include!(concat!(env!("OUT_DIR"), "/web_files.rs"));

/// The one document of the application.
const DOCUMENT: &str = "index.html";

/// What stands in for the document where the web admin was not built.
static MISSING: File = File {
    path: "missing.html",
    tag: "\"missing\"",
    plain: include_bytes!("missing.html"),
    brotli: None,
    gzip: None,
};

/// Finds a file by its path.
pub(super) fn find(path: &str) -> Option<&'static File> {
    FILES.iter().find(|file| file.path == path)
}

/// Returns the document, or the page that says that there is none.
pub(super) fn document() -> &'static File {
    find(DOCUMENT).unwrap_or(&MISSING)
}

impl File {
    /// Picks the smallest copy that the client takes.
    pub(super) fn coded(&self, accepted: Option<&str>) -> (Option<Coding>, &'static [u8]) {
        let takes = |coding: Coding| accepted.is_some_and(|accepted| coding.is_in(accepted));
        match (self.brotli, self.gzip) {
            (Some(bytes), _) if takes(Coding::Brotli) => (Some(Coding::Brotli), bytes),
            (_, Some(bytes)) if takes(Coding::Gzip) => (Some(Coding::Gzip), bytes),
            _ => (None, self.plain),
        }
    }

    /// Names its media type: browsers are told not to guess.
    pub(super) fn kind(&self) -> &'static str {
        match self.path.rsplit_once('.').map_or("", |(_, ending)| ending) {
            "html" => "text/html; charset=utf-8",
            "js" => "text/javascript; charset=utf-8",
            "css" => "text/css; charset=utf-8",
            "json" => "application/json",
            "webmanifest" => "application/manifest+json",
            "svg" => "image/svg+xml",
            "png" => "image/png",
            "ico" => "image/x-icon",
            "woff2" => "font/woff2",
            "txt" | "md" => "text/plain; charset=utf-8",
            _ => "application/octet-stream",
        }
    }
}

impl Coding {
    /// Its name in HTTP.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Gzip => "gzip",
        }
    }

    /// Says whether an Accept-Encoding (RFC 9110 section 12.5.3) takes it.
    fn is_in(self, accepted: &str) -> bool {
        accepted.split(',').any(|one| {
            let (name, weight) = one.split_once(';').unwrap_or((one, "q=1"));
            let refused = matches!(weight.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000");
            name.trim().eq_ignore_ascii_case(self.name()) && !refused
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    static SCRIPT: File =
        File { path: "assets/a.js", tag: "\"1\"", plain: b"plain", brotli: Some(b"br"), gzip: Some(b"gz") };

    #[test]
    fn the_smallest_copy_that_is_taken_is_sent() {
        for (accepted, expected) in [
            (Some("gzip, deflate, br, zstd"), b"br".as_slice()),
            (Some("gzip"), b"gz"),
            (Some("br;q=0, gzip;q=0.5"), b"gz"),
            (Some("identity"), b"plain"),
            (Some("brotli"), b"plain"),
            (None, b"plain"),
        ] {
            assert_eq!(SCRIPT.coded(accepted).1, expected, "{accepted:?}");
        }
    }

    #[test]
    fn a_file_without_compressed_copies_is_sent_as_it_is() {
        let icon = File { path: "icon.png", brotli: None, gzip: None, ..SCRIPT };
        assert_eq!(icon.coded(Some("br, gzip")), (None, b"plain".as_slice()));
        assert_eq!(icon.kind(), "image/png");
    }
}
