//! Users from CSV files: what each row means, what is wrong with it, and that a file that was exported comes back as it was.
#![allow(clippy::unwrap_used, reason = "a helper of a test fails it by panicking")]

mod world;

use admin::{Actor, Error, ImportVerb, Imported, Lines, Query, RevisionAct, SheetQuery, Users};
use model::{FieldError, Problem};
use world::World;

async fn import(world: &World, text: &str, dry_run: bool) -> Imported {
    world.admin.import_users(&Actor::Owner, text.as_bytes().to_vec(), dry_run).await.unwrap().value
}

async fn refused(world: &World, text: &str) -> Vec<FieldError> {
    match world.admin.import_users(&Actor::Owner, text.as_bytes().to_vec(), true).await {
        Err(Error::Fields(errors)) => errors,
        other => unreachable!("it must be refused: {other:?}"),
    }
}

fn verbs(imported: &Imported) -> Vec<ImportVerb> {
    imported.rows.iter().map(|row| row.verb).collect()
}

/// Lists the columns of a row that are at fault.
fn wrong(imported: &Imported, row: usize) -> Vec<&str> {
    imported.rows.get(row).unwrap().errors.iter().map(|error| error.field.as_str()).collect()
}

fn export(world: &World) -> String {
    let sheet = world.admin.sheet::<Users>(&SheetQuery::default()).unwrap();
    String::from_utf8(sheet.flatten().collect()).unwrap()
}

const FILE: &str = "firstname,lastname,email,exten,context,line_protocol,sip_username,sip_secret,incall_exten,incall_context,voicemail_name\n\
    Alice,Lab,alice@example.org,201,default,sip,alice,Kettle-9-boat,301,Incalls,\n\
    Bob,\"Lab, jr\",,202,default,,,,,,\n\
    Carol,,,,,,,,,,\n";

#[tokio::test]
async fn people_come_with_their_phones_and_numbers_all_in_one_revision() {
    let world = World::new("import").await;
    let tried = import(&world, FILE, true).await;
    assert_eq!(verbs(&tried), [ImportVerb::Create; 3]);
    assert_eq!((tried.applied, world.admin.snapshot().revision().0), (false, 0));
    let done = import(&world, FILE, false).await;
    assert!(done.applied);
    assert_eq!((done.totals.create, done.rows[1].name.as_str(), done.rows[1].line), (3, "Bob Lab, jr", 3));
    let snapshot = world.admin.snapshot();
    assert_eq!(snapshot.revision().0, 1);
    let alice = snapshot.line_by_username("alice").unwrap();
    assert_eq!(alice.password.expose(), "Kettle-9-boat");
    let did = snapshot.nouns().incoming_calls.values().next().unwrap();
    assert_eq!(did.destination, model::Destination::User(alice.user));
    let bob = snapshot.users_by_name("Bob Lab, jr").next().unwrap().id;
    let line = snapshot.line(snapshot.lines_of_user(bob)[0]).unwrap();
    assert_eq!((line.username.as_str().len(), line.password.expose().len()), (8, 20));
    let history = world.admin.history(&Query::default()).await.unwrap();
    assert_eq!(history.items[0].act, RevisionAct::Import);
    world.close();
}

#[tokio::test]
async fn the_same_file_again_changes_nothing_and_a_changed_cell_only_that() {
    let world = World::new("again").await;
    import(&world, FILE, false).await;
    let before = world.admin.snapshot();
    let again = import(&world, FILE, false).await;
    assert_eq!((verbs(&again), again.applied), (vec![ImportVerb::Unchanged; 3], true));
    assert_eq!(world.admin.snapshot().revision(), before.revision());
    let changed = FILE.replace("202,default", "203,default").replace("alice@example.org", "");
    let third = import(&world, &changed, false).await;
    assert_eq!(verbs(&third), [ImportVerb::Update, ImportVerb::Update, ImportVerb::Unchanged]);
    let after = world.admin.snapshot();
    let alice = after.users_by_name("Alice Lab").next().unwrap();
    assert!(alice.email.is_none(), "an empty cell clears");
    let (was, is) =
        (before.nouns().lines.values().nth(1).unwrap(), after.nouns().lines.values().nth(1).unwrap());
    assert_eq!((is.extension.as_ref().unwrap().as_str(), &is.password), ("203", &was.password));
    world.close();
}

#[tokio::test]
async fn what_was_exported_comes_back_as_it_was_here_and_elsewhere() {
    let world = World::new("exported").await;
    import(&world, FILE, false).await;
    let mobile = "firstname,lastname,mobile_phone_number,userfield\nAlice,Lab,+390551,=1+1\n";
    import(&world, mobile, false).await;
    let file = export(&world);
    assert!(file.contains("'+390551") && file.contains("'=1+1"), "{file}");
    assert!(!file.contains("Kettle"), "{file}");
    let again = import(&world, &file, false).await;
    assert_eq!(verbs(&again), [ImportVerb::Unchanged; 3]);
    let other = World::new("elsewhere").await;
    assert_eq!(import(&other, &file, false).await.totals.create, 3);
    assert_eq!(export(&other), file);
    // A spreadsheet of another country writes it so.
    let semicolons = format!("\u{feff}{}", "firstname;lastname\r\nDora;Lab\r\n;;\r\n");
    assert_eq!(import(&other, &semicolons, false).await.totals.create, 1);
    world.close();
    other.close();
}

#[tokio::test]
async fn every_row_that_is_wrong_says_so_by_its_columns_and_none_is_done() {
    let world = World::new("wrong").await;
    let text = "firstname,lastname,email,ring_seconds,exten,context,line_protocol,sip_username,sip_secret,incall_exten,incall_context,voicemail_number\n\
        Good,One,,,210,default,,good,Kettle-9-boat,,,\n\
        ,Nobody,,,,,,,,,,\n\
        Bad,Mail,nowhere,soon,,,,,,,,\n\
        Weak,One,,,211,default,,weak,weak,,,\n\
        Lost,One,,,212,nowhere,,,,,,\n\
        Old,One,,,213,default,sccp,,,,,\n\
        Mail,Box,,,,,,,,,,*98\n\
        Taken,Name,,,214,default,,good,Kettle-9-lake,,,\n\
        Did,One,,,,,,,,401,Incalls,\n\
        Did,Two,,,,,,,,401,Incalls,\n\
        Good,One,,,210,default,,good,,,,\n\
        Short\n";
    let tried = import(&world, text, false).await;
    assert_eq!(wrong(&tried, 0), [""; 0]);
    assert_eq!(tried.rows[0].verb, ImportVerb::Create);
    assert_eq!(wrong(&tried, 1), ["firstname"]);
    assert_eq!(wrong(&tried, 2), ["ring_seconds"], "the rest is told when that is right");
    assert_eq!(wrong(&tried, 3), ["sip_secret"]);
    assert!(matches!(tried.rows[3].errors[0].problem, Problem::WeakPassword { .. }));
    assert_eq!(wrong(&tried, 4), ["context"]);
    assert_eq!(wrong(&tried, 5), ["line_protocol"]);
    assert_eq!(wrong(&tried, 6), ["voicemail_number"]);
    assert_eq!(wrong(&tried, 7), ["sip_username"]);
    assert!(wrong(&tried, 8).is_empty());
    assert_eq!(wrong(&tried, 9), ["incall_exten"]);
    assert_eq!(wrong(&tried, 10), ["sip_username"]);
    assert_eq!(wrong(&tried, 11), [""]);
    assert_eq!((tried.applied, tried.totals.refused, tried.totals.create), (false, 10, 2));
    assert!(world.admin.snapshot().nouns().users.is_empty());
    world.close();
}

#[tokio::test]
async fn people_of_one_name_are_told_apart_by_username_by_number_or_by_id() {
    let world = World::new("namesakes").await;
    let two =
        "firstname,lastname,exten,context,sip_username\nJo,Lab,201,default,jo1\nJo,Lab,202,default,jo2\n";
    assert_eq!(import(&world, two, false).await.totals.create, 2);
    assert_eq!(verbs(&import(&world, two, true).await), [ImportVerb::Unchanged; 2]);
    let by_number = "firstname,lastname,email,exten,context\nJo,Lab,jo@example.org,202,default\n";
    assert_eq!(verbs(&import(&world, by_number, false).await), [ImportVerb::Update]);
    assert_eq!(world.admin.list::<Lines>(&Query::default()).unwrap().total, 2);
    let ambiguous = import(&world, "firstname,lastname\nJo,Lab\n", true).await;
    assert!(matches!(ambiguous.rows[0].errors[0].problem, Problem::Ambiguous { .. }));
    let id = world.admin.snapshot().line_by_username("jo1").unwrap().user;
    let renamed = import(&world, &format!("id,firstname,lastname\n{id},Joan,Lab\n"), false).await;
    assert_eq!(
        (verbs(&renamed), world.admin.snapshot().user(id).unwrap().full_name()),
        (vec![ImportVerb::Update], "Joan Lab".into())
    );
    let twice = import(&world, &format!("id,firstname\n{id},A\n{id},B\n999,C\n"), true).await;
    assert_eq!(verbs(&twice), [ImportVerb::Update, ImportVerb::Refused, ImportVerb::Refused]);
    assert!(matches!(twice.rows[1].errors[0].problem, Problem::RowTwice { line: 2 }));
    assert_eq!(wrong(&twice, 2), ["id"]);
    world.close();
}

#[tokio::test]
async fn a_file_that_is_none_or_has_a_column_that_is_not_known_is_refused_as_a_whole() {
    let world = World::new("columns").await;
    let errors = refused(&world, "firstname,colour,firstname\nA,red,B\n").await;
    let fields: Vec<_> = errors.iter().map(|error| error.field.as_str()).collect();
    assert_eq!(fields, ["colour", "firstname"]);
    assert!(matches!(errors[0].problem, Problem::NoColumn { .. }));
    assert_eq!(refused(&world, "").await[0].field, "firstname");
    assert_eq!(refused(&world, "lastname\nA\n").await[0].problem, Problem::Missing);
    let latin = world.admin.import_users(&Actor::Owner, b"firstname\nJos\xe9\n".to_vec(), true).await;
    assert!(matches!(latin, Err(Error::Fields(_))));
    world.close();
}

#[tokio::test]
async fn thousands_of_people_are_imported_in_seconds() {
    let world = World::new("thousands").await;
    let rows: String = (0..2_000)
        .map(|n| format!("User,{n},{},default,u{n},{},Incalls\n", 20_000 + n, 50_000 + n))
        .collect();
    let text = format!("firstname,lastname,exten,context,sip_username,incall_exten,incall_context\n{rows}");
    let begun = std::time::Instant::now();
    assert_eq!(import(&world, &text, true).await.totals.create, 2_000);
    assert!(import(&world, &text, false).await.applied);
    assert_eq!(import(&world, &text, false).await.totals.unchanged, 2_000);
    assert!(begun.elapsed().as_secs() < 30, "{:?}", begun.elapsed());
    world.close();
}
