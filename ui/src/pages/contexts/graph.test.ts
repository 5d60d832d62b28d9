import { describe, expect, it } from "vitest";
import { draw, type Room, reachOf } from "./graph";

function room(name: string, ...includes: string[]): Room {
  return { id: name.length, name, label: null, kind: "internal", includes, trunks: [], outgoing: [] };
}

const byName = (...rooms: Room[]) => new Map(rooms.map(one => [one.name, one]));

describe("who can reach whom", () => {
  it("follows inclusions in their order, each context once", () => {
    const rooms = byName(room("a", "b", "d"), room("b", "c"), room("c", "d"), room("d"));
    expect(reachOf("a", rooms)).toEqual(["a", "b", "c", "d"]);
    expect(reachOf("d", rooms)).toEqual(["d"]);
  });

  it("does not turn in a circle for ever", () => {
    expect(reachOf("a", byName(room("a", "b"), room("b", "a")))).toEqual(["a", "b"]);
  });
});

describe("the picture", () => {
  it("stands every context to the right of those that include it", () => {
    const { boxes } = draw([
      room("to-extern"),
      room("default", "to-extern"),
      room("boss", "default", "to-extern"),
    ]);
    const x = (name: string) => boxes.find(box => box.room.name === name)?.x ?? 0;
    expect(x("boss")).toBeLessThan(x("default"));
    expect(x("default")).toBeLessThan(x("to-extern"));
  });

  it("draws circles, with the way back marked", () => {
    const { boxes, arrows } = draw([room("a", "b"), room("b", "a")]);
    expect(boxes).toHaveLength(2);
    expect(arrows.map(arrow => arrow.isBack)).toEqual([false, true]);
  });

  it("lets no two boxes overlap", () => {
    const { boxes } = draw([room("a", "c"), room("b", "c"), room("c"), room("d")]);
    expect(new Set(boxes.map(box => `${box.x} ${box.y}`)).size).toBe(4);
  });

  it("leaves out what is included but not there", () => {
    expect(draw([room("a", "gone")]).arrows).toEqual([]);
  });
});
