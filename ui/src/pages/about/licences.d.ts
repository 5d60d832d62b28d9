/** The packages that the pages are made of; the build writes it. */
declare module "virtual:licences" {
  const parts: { name: string; version: string; licence: string }[];
  export default parts;
}
