/** Administrators: who signs in here, and what each may do. */
export { EditPage, NewPage } from "./form";
export { ListPage } from "./list";
