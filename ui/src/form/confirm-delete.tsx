/** Asks before something is deleted. */
import { Suspense, useState } from "react";
import { later } from "@/frame/later";
import type { DeleteDialogProps } from "./delete-dialog";

const DeleteDialog = later(() => import("./delete-dialog").then(one => one.DeleteDialog));

export function ConfirmDelete(props: DeleteDialogProps) {
  const [wasOpen, setWasOpen] = useState(false);
  if (props.isOpen && !wasOpen) setWasOpen(true);
  return <Suspense fallback={null}>{wasOpen && <DeleteDialog {...props} />}</Suspense>;
}
