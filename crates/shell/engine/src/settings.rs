//! What calls agreed with a peer, as the media path wants it.

use std::time::Duration;

use calls::Audio;
use media_core::StreamSettings;

/// Takes over an agreement.
pub(crate) fn settings(audio: &Audio) -> StreamSettings {
    StreamSettings {
        signalling: audio.signalling,
        timeout: (audio.timeout_s > 0).then(|| Duration::from_secs(audio.timeout_s.into())),
        ..StreamSettings::new(&audio.agreed)
    }
}
