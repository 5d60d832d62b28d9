/** English: the search box. */
export default {
  button: "Search",
  label: "Search for users, numbers, trunks, pages and settings",
  placeholder: "A name, a number, a page or XiVO's menu path",
  pages: "Pages",
  found: "In this exchange",
  nothing: "Nothing has this name. Try a part of it, or a number.",
  hint: "Arrow keys to choose, Enter to open, Escape to close",
  xivo: "XiVO: {{path}}",
};
