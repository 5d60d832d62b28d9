/** Incoming calls: the list, and the form. */
export { EditPage, NewPage } from "./form";
export { ListPage } from "./list";
