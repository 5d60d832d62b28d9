/** Extensions: numbers that lead somewhere by themselves. */
export { EditPage, NewPage } from "./form";
export { ListPage } from "./list";
