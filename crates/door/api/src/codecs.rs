//! `/codecs`: the codecs that the exchange carries.

use admin::{CodecRow, Page};
use axum::{Json, extract::State};

use crate::app::App;

/// Lists the codecs: those that are on in their order, then the others.
#[utoipa::path(get, path = "/codecs", tag = "settings", operation_id = "list_codecs",
    responses((status = 200, description = "All of them.", body = Page<CodecRow>)))]
pub(crate) async fn list(State(app): State<App>) -> Json<Page<CodecRow>> {
    let items = app.admin.codecs();
    Json(Page { total: items.len() as u64, items })
}
