//! The API asked as clients ask it: requests in, statuses and bodies out, over a real database.

mod access;
mod backups;
mod calls;
mod documents;
mod nouns;
mod revisions;
mod roles;
mod routes;
mod sessions;
mod sheets;
mod sites;
mod sounds;
mod streams;
mod world;
