import type { Namespaces } from "@/words/en";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "frame";
    resources: Namespaces;
    returnNull: false;
  }
}
