/** Trunks: the list, and the form with XiVO's tabs. */
export { EditPage, NewPage } from "./form";
export { ListPage } from "./list";
