/** Users: people, with the lines that their phones log in on. */
export { EditPage, NewPage } from "./form";
export { ListPage } from "./list";
