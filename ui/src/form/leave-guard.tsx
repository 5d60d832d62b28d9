/** Asks before a page with changes that are not saved is left. */
import { useBlocker } from "@tanstack/react-router";
import { type RefObject, Suspense } from "react";
import { later } from "@/frame/later";

const LeaveDialog = later(() => import("./leave-dialog").then(one => one.LeaveDialog));

interface LeaveGuardProps {
  isOn: boolean;
  /** True from the moment that the page itself leaves: what is rendered by then is out of date. */
  leaving?: RefObject<boolean> | undefined;
}

export function LeaveGuard({ isOn, leaving }: LeaveGuardProps) {
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) =>
      isOn && leaving?.current !== true && current.pathname !== next.pathname,
    enableBeforeUnload: () => isOn,
    withResolver: true,
  });
  const isAsking = blocker.status === "blocked";
  return (
    <Suspense fallback={null}>
      {(isOn || isAsking) && (
        <LeaveDialog isOpen={isAsking} stay={() => blocker.reset?.()} leave={() => blocker.proceed?.()} />
      )}
    </Suspense>
  );
}
