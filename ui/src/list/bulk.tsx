/** What can be done with the chosen rows of a list: fetched when the first row is chosen. */
import { later } from "@/frame/later";

export const BulkDelete = later(() => import("./bulk-delete").then(one => one.BulkDelete));
