//! The part of the OpenAPI document that describes the routes of a configured noun.

use admin::{BULK_MAX, BulkDone, Kind, Query, SheetQuery};
use utoipa::{
    IntoParams, PartialSchema, ToSchema,
    openapi::{
        Content, HttpMethod, PathItem, Paths, Ref, RefOr, Required, ResponseBuilder, Schema,
        path::{Operation, OperationBuilder, ParameterBuilder, ParameterIn},
        request_body::RequestBodyBuilder,
        schema::{AdditionalProperties, ArrayBuilder, ObjectBuilder, Type},
    },
};

use crate::changed;

type Schemas = Vec<(String, RefOr<Schema>)>;

/// Describes what is typed, what is stored, and a page of that.
pub(crate) fn schemas<K: Kind>() -> Schemas {
    let mut out = vec![];
    K::Draft::schemas(&mut out);
    out.push((draft_name::<K>(), K::Draft::schema()));
    out.push((stored_name::<K>(), stored::<K>()));
    let items = ArrayBuilder::new().items(Ref::from_schema_name(stored_name::<K>()));
    let page = ObjectBuilder::new()
        .property("items", items)
        .property("total", ObjectBuilder::new().schema_type(Type::Integer))
        .required("items")
        .required("total")
        .build();
    out.push((page_name::<K>(), page.into()));
    out
}

/// Describes the draft with an id. One object, not two that lie over each other: a draft takes no field that it does not know.
fn stored<K: Kind>() -> RefOr<Schema> {
    match K::Draft::schema() {
        RefOr::T(Schema::Object(mut fields)) => {
            let id = ObjectBuilder::new()
                .schema_type(Type::Integer)
                .description(Some("Its identity; never given twice."));
            fields.properties.insert("id".to_owned(), RefOr::T(id.build().into()));
            fields.required.push("id".to_owned());
            fields.description = Some(format!("{} as it is stored.", a(K::NOUN)));
            RefOr::T(Schema::Object(fields))
        }
        other => other,
    }
}

fn a(noun: &str) -> String {
    let article = if noun.starts_with(['a', 'e', 'i', 'o']) { "An" } else { "A" };
    format!("{article} {noun}")
}

/// Describes the routes of the list.
pub(crate) fn of_many<K: Kind>(path: &str) -> Paths {
    let list = Query::into_params(|| Some(ParameterIn::Query))
        .into_iter()
        .fold(operation::<K>(path, "list", "Lists"), OperationBuilder::parameter)
        .response("200", json("A page.", &page_name::<K>()));
    let create = operation::<K>(path, "create", "Makes one of").request_body(Some(body::<K>())).response(
        "201",
        json("What was made.", &stored_name::<K>()).header(changed::REVISION, changed::header()),
    );
    let mut item = PathItem::new(HttpMethod::Get, list.build());
    item.merge_operations(PathItem::new(HttpMethod::Post, create.build()));
    with_path(path.to_owned(), item)
}

/// Describes the route of the CSV file.
pub(crate) fn sheet<K: Kind>(path: &str) -> Paths {
    let file = Content::new(Some(RefOr::T(Schema::from(ObjectBuilder::new().schema_type(Type::String)))));
    let response = ResponseBuilder::new().description("The file.").content("text/csv", file);
    let operation = SheetQuery::into_params(|| Some(ParameterIn::Query))
        .into_iter()
        .fold(operation::<K>(path, "export", "Writes as a CSV file"), OperationBuilder::parameter)
        .description(Some("Searched and ordered as the list is. What a spreadsheet would compute has an apostrophe in front; passwords are in no column."))
        .response("200", response);
    with_path(format!("{path}/export.csv"), PathItem::new(HttpMethod::Get, operation.build()))
}

/// Describes the routes of one.
pub(crate) fn of_one<K: Kind>(path: &str) -> Paths {
    let stored = |what| json(what, &stored_name::<K>());
    let read = with_id(operation::<K>(path, "read", "Reads one of")).response("200", stored("It."));
    let replace = with_id(operation::<K>(path, "replace", "Sets all fields of one of"))
        .description(Some("What is left out takes its default; passwords that are left out, or sent back as they are shown, stay."))
        .request_body(Some(body::<K>()))
        .response("200", stored("How it is now.").header(changed::REVISION, changed::header()));
    let update = with_id(operation::<K>(path, "update", "Sets some fields of one of"))
        .description(Some("What is left out stays as it is; an empty text clears a field that may be empty."))
        .request_body(Some(body::<K>()))
        .response("200", stored("How it is now.").header(changed::REVISION, changed::header()));
    let gone = ResponseBuilder::new().description("It is gone.").header(changed::REVISION, changed::header());
    let delete = with_id(operation::<K>(path, "delete", "Deletes one of")).response("204", gone);
    let operations: [(HttpMethod, Operation); 4] = [
        (HttpMethod::Get, read.build()),
        (HttpMethod::Put, replace.build()),
        (HttpMethod::Patch, update.build()),
        (HttpMethod::Delete, delete.build()),
    ];
    let mut item = PathItem::default();
    for (method, operation) in operations {
        item.merge_operations(PathItem::new(method, operation));
    }
    with_path(format!("{path}/{{id}}"), item)
}

/// Describes the route of acts on many.
pub(crate) fn bulk<K: Kind>(path: &str) -> Paths {
    let id = ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(0)).maximum(Some(u32::MAX));
    let ids = ArrayBuilder::new()
        .items(id)
        .min_items(Some(1))
        .max_items(Some(BULK_MAX))
        .unique_items(true)
        .description(Some("Which ones, each once."));
    let delete = ObjectBuilder::new().schema_type(Type::Boolean).description(Some("They are deleted."));
    let body = ObjectBuilder::new()
        .property("ids", ids)
        .property("delete", delete)
        .property("set", Ref::from_schema_name(draft_name::<K>()))
        .required("ids")
        .additional_properties(Some(AdditionalProperties::FreeForm(false)))
        .build();
    let content = Content::new(Some(RefOr::T(Schema::from(body))));
    let body =
        RequestBodyBuilder::new().required(Some(Required::True)).content("application/json", content).build();
    let bulk = operation::<K>(path, "bulk", "Deletes, or sets the same fields of, many of")
        .description(Some("In one transaction, all or none: either `delete` or `set`. What is wrong is said with the `id` of the one that it is wrong with."))
        .request_body(Some(body))
        .response("200", json("It is done.", &BulkDone::name()).header(changed::REVISION, changed::header()));
    with_path(format!("{path}/bulk"), PathItem::new(HttpMethod::Post, bulk.build()))
}

/// Describes the answer to acts on many.
pub(crate) fn bulk_schemas() -> Schemas {
    vec![(BulkDone::name().into_owned(), BulkDone::schema())]
}

fn operation<K: Kind>(path: &str, verb: &str, words: &str) -> OperationBuilder {
    let plural = path.trim_start_matches('/').replace('-', " ");
    OperationBuilder::new()
        .operation_id(Some(format!("{verb}_{}", K::NOUN.replace(' ', "_"))))
        .tag(plural.clone())
        .summary(Some(format!("{words} the {plural}.")))
}

fn with_id(operation: OperationBuilder) -> OperationBuilder {
    let id = ParameterBuilder::new()
        .name("id")
        .parameter_in(ParameterIn::Path)
        .required(Required::True)
        .schema(Some(ObjectBuilder::new().schema_type(Type::Integer)));
    operation.parameter(id)
}

fn with_path(path: String, item: PathItem) -> Paths {
    let mut paths = Paths::new();
    paths.paths.insert(path, item);
    paths
}

fn body<K: Kind>() -> utoipa::openapi::request_body::RequestBody {
    let content = Content::new(Some(Ref::from_schema_name(draft_name::<K>())));
    RequestBodyBuilder::new().required(Some(Required::True)).content("application/json", content).build()
}

fn json(what: &str, schema: &str) -> ResponseBuilder {
    let content = Content::new(Some(Ref::from_schema_name(schema)));
    ResponseBuilder::new().description(what).content("application/json", content)
}

fn draft_name<K: Kind>() -> String {
    K::Draft::name().into_owned()
}

/// `Trunk` for `TrunkDraft`.
fn stored_name<K: Kind>() -> String {
    draft_name::<K>().trim_end_matches("Draft").to_owned()
}

fn page_name<K: Kind>() -> String {
    format!("{}Page", stored_name::<K>())
}
