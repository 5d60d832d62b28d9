/** What the namespaces hold: English is the measure of every other language. */
import type access from "./access";
import type backup from "./backup";
import type bans from "./bans";
import type calls from "./calls";
import type contexts from "./contexts";
import type dashboard from "./dashboard";
import type extensions from "./extensions";
import type finder from "./finder";
import type form from "./form";
import type frame from "./frame";
import type history from "./history";
import type incoming from "./incoming";
import type lines from "./lines";
import type list from "./list";
import type manual from "./manual";
import type outgoing from "./outgoing";
import type route from "./route";
import type settings from "./settings";
import type setup from "./setup";
import type sounds from "./sounds";
import type trunks from "./trunks";
import type users from "./users";

export interface Namespaces {
  access: typeof access;
  backup: typeof backup;
  bans: typeof bans;
  calls: typeof calls;
  contexts: typeof contexts;
  dashboard: typeof dashboard;
  extensions: typeof extensions;
  finder: typeof finder;
  form: typeof form;
  frame: typeof frame;
  history: typeof history;
  incoming: typeof incoming;
  lines: typeof lines;
  list: typeof list;
  manual: typeof manual;
  outgoing: typeof outgoing;
  route: typeof route;
  settings: typeof settings;
  setup: typeof setup;
  sounds: typeof sounds;
  trunks: typeof trunks;
  users: typeof users;
}
