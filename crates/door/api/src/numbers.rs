//! `/extensions/free` and `/lines/{id}/phone-settings`: which number the next one gets, and what a phone is told.

use admin::{FreeQuery, Page, PhoneSettings};
use axum::{Json, extract::State};

use crate::{
    app::App,
    json::{Asked, Id},
    problem::Problem,
};

/// Names free numbers of a context's ranges, the lowest first, 20 at most. A context without ranges of the kind names none.
#[utoipa::path(get, path = "/extensions/free", tag = "extensions", operation_id = "list_free_numbers", params(FreeQuery),
    responses((status = 200, description = "Numbers, and how many are free in all.", body = Page<String>)))]
pub(crate) async fn free(
    State(app): State<App>,
    Asked(query): Asked<FreeQuery>,
) -> Result<Json<Page<String>>, Problem> {
    Ok(Json(app.admin.free_numbers(&query)?))
}

/// Says what the phone of a line is set up with. The password is shown by an act of its own.
#[utoipa::path(get, path = "/lines/{id}/phone-settings", tag = "lines", operation_id = "read_phone_settings",
    params(("id" = u32, Path, description = "The line's id.", minimum = 0, maximum = 4_294_967_295_i64, format = Int64)),
    responses((status = 200, description = "The settings.", body = PhoneSettings)))]
pub(crate) async fn phone_settings(
    State(app): State<App>,
    Id(id): Id,
) -> Result<Json<PhoneSettings>, Problem> {
    Ok(Json(app.admin.phone_settings(id)?))
}
