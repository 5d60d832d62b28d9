//! The framer of streams: what it cuts does not depend on how the bytes arrive.

use sip_msg::{Frame, Framer};

/// Cuts the bytes in one piece, and in pieces as long as the first byte says.
pub(crate) fn run(data: &[u8]) {
    let Some((first, stream)) = data.split_first() else { return };
    let whole = frames([stream].into_iter());
    let pieces = frames(stream.chunks(usize::from(*first).max(1)));
    assert_eq!(whole, pieces);
}

/// Returns what was cut, and whether the stream was lost.
fn frames<'a>(pieces: impl Iterator<Item = &'a [u8]>) -> (Vec<Frame>, bool) {
    let (mut framer, mut frames) = (Framer::new(), Vec::new());
    for piece in pieces {
        framer.push(piece);
        loop {
            match framer.next() {
                Ok(Some(frame)) => frames.push(frame),
                Ok(None) => break,
                Err(_) => return (frames, true),
            }
        }
    }
    (frames, false)
}
