//! The framer of streams: what it cuts does not depend on how the bytes arrive.

use sip_msg::{Frame, Framer};

/// Cuts the bytes in one piece, and in pieces as long as the first byte says.
pub(crate) fn run(data: &[u8]) {
    let Some((first, stream)) = data.split_first() else { return };
    let whole = frames([stream].into_iter());
    let pieces = frames(stream.chunks(usize::from(*first).max(1)));
    assert_eq!(whole, pieces);
}

/// Returns the messages that were cut, and whether the stream was lost. A keep-alive may come in halves, which is two
/// single line ends; those are not compared.
fn frames<'a>(pieces: impl Iterator<Item = &'a [u8]>) -> (Vec<Vec<u8>>, bool) {
    let (mut framer, mut messages) = (Framer::new(), Vec::new());
    for piece in pieces {
        framer.push(piece);
        loop {
            match framer.next() {
                Ok(Some(Frame::Message(message))) => messages.push(message),
                Ok(Some(Frame::KeepAlive | Frame::Pong)) => {}
                Ok(None) => break,
                Err(_) => return (messages, true),
            }
        }
    }
    (messages, false)
}
