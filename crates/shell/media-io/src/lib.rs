//! media-io
