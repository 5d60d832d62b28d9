/** Who can reach whom, and where the boxes of the picture stand. Nothing is decided here: inclusions are followed, as far as they go. */

/** A context as the picture needs it. */
export interface Room {
  id: number;
  name: string;
  label: string | null;
  kind: string;
  includes: string[];
  /** Trunks whose calls come in here. */
  trunks: string[];
  /** Outgoing calls that leave from here. */
  outgoing: string[];
}

/** A box of the picture. */
export interface Box {
  room: Room;
  x: number;
  y: number;
}

/** An inclusion: from, to, and its place in the order; the way back of a circle is bent around. */
export interface Arrow {
  from: Box;
  to: Box;
  place: number;
  isBack: boolean;
}

export interface Picture {
  boxes: Box[];
  arrows: Arrow[];
  width: number;
  height: number;
}

export const BOX_WIDTH = 190;
export const BOX_HEIGHT = 84;
const COLUMN_GAP = 80;
const ROW_GAP = 28;
/** Room below for arrows that go back. */
const MARGIN = 24;

/** Everything that a room reaches, itself first, in the order in which it is searched; a circle is walked once. */
export function reachOf(name: string, rooms: Map<string, Room>): string[] {
  const seen: string[] = [];
  const walk = (here: string) => {
    if (seen.includes(here)) return;
    seen.push(here);
    for (const next of rooms.get(here)?.includes ?? []) walk(next);
  };
  walk(name);
  return seen;
}

/** Sets the rooms in columns: each stands to the right of all that include it. */
export function draw(rooms: Room[]): Picture {
  const byName = new Map(rooms.map(room => [room.name, room]));
  const columns = columnsOf(rooms, byName);
  const boxes = new Map<string, Box>();
  columns.forEach((column, index) => {
    const ordered = index === 0 ? column : byNeighbours(column, boxes);
    ordered.forEach((room, row) => {
      const x = MARGIN + index * (BOX_WIDTH + COLUMN_GAP);
      boxes.set(room.name, { room, x, y: MARGIN + row * (BOX_HEIGHT + ROW_GAP) });
    });
  });
  const arrows = rooms.flatMap(room =>
    room.includes.flatMap((name, index): Arrow[] => {
      const [from, to] = [boxes.get(room.name), boxes.get(name)];
      return from && to ? [{ from, to, place: index + 1, isBack: to.x <= from.x }] : [];
    }),
  );
  const tallest = Math.max(1, ...columns.map(column => column.length));
  return {
    boxes: [...boxes.values()],
    arrows,
    width: 2 * MARGIN + columns.length * (BOX_WIDTH + COLUMN_GAP) - COLUMN_GAP,
    height: 2 * MARGIN + tallest * (BOX_HEIGHT + ROW_GAP) - ROW_GAP + (arrows.some(a => a.isBack) ? 40 : 0),
  };
}

function columnsOf(rooms: Room[], byName: Map<string, Room>): Room[][] {
  const depth = new Map<string, number>();
  const place = (name: string, at: number, path: string[]) => {
    // Where a circle closes there is no further to the right.
    if (path.includes(name) || (depth.get(name) ?? -1) >= at) return;
    depth.set(name, at);
    for (const next of byName.get(name)?.includes ?? []) place(next, at + 1, [...path, name]);
  };
  const included = new Set(rooms.flatMap(room => room.includes));
  for (const room of rooms) if (!included.has(room.name)) place(room.name, 0, []);
  // Rooms that include each other in a circle have no beginning: the first one is as good as any.
  for (const room of rooms) if (!depth.has(room.name)) place(room.name, 0, []);
  const columns: Room[][] = [];
  for (const room of rooms) {
    const at = depth.get(room.name) ?? 0;
    columns[at] = [...(columns[at] ?? []), room];
  }
  return columns.map(column => column ?? []);
}

/** Orders a column by the height of what leads to it, so that few arrows cross. */
function byNeighbours(column: Room[], boxes: Map<string, Box>): Room[] {
  const height = (room: Room) => {
    const from = [...boxes.values()].filter(box => box.room.includes.includes(room.name));
    return from.length === 0
      ? Number.POSITIVE_INFINITY
      : from.reduce((sum, box) => sum + box.y, 0) / from.length;
  };
  const heights = new Map(column.map(room => [room.name, height(room)]));
  const of = (room: Room) => heights.get(room.name) ?? 0;
  return [...column].sort((a, b) => (of(a) === of(b) ? 0 : of(a) - of(b)));
}

/** The line of an arrow, as an SVG path. */
export function lineOf({ from, to, isBack }: Arrow, bottom: number): string {
  const [x1, y1] = [from.x + BOX_WIDTH, from.y + BOX_HEIGHT / 2];
  const [x2, y2] = [to.x, to.y + BOX_HEIGHT / 2];
  if (!isBack) {
    const bend = Math.max(40, (x2 - x1) / 2);
    return `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2 - 6} ${y2}`;
  }
  const [start, end] = [from.x + BOX_WIDTH / 2, to.x + BOX_WIDTH / 2];
  return `M${start} ${from.y + BOX_HEIGHT}C${start} ${bottom} ${end} ${bottom} ${end} ${to.y + BOX_HEIGHT + 6}`;
}
