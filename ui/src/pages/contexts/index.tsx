/** Contexts: rooms of numbers, and who can reach whom. */
export { EditPage, NewPage } from "./form";
export { ListPage } from "./list";
