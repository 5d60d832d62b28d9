/** Lines: the SIP accounts that phones log in with. */
export { EditPage, NewPage } from "./form";
export { ListPage } from "./list";
