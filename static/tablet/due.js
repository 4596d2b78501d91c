// When a sheet may be handed in: at once, after the next talk, or the first few together. The server decides and keeps
// to it; without it the tablet takes the judge's word, and the outbox offers the sheet until it is due.
import { Sheet } from "./sheet.js";

const isToCome = ({ standing }) => standing.isOpen && ["empty", "draft"].includes(standing.status);

// {awaited, together}: who must have spoken first (0: nobody), and the orders of those that go in one batch.
export function dueOf({ heat, sync }, lines, turn) {
  const isAlone = ["away", "signed_out"].includes(sync.connection) || turn.sheet.is_reopened;
  const batch = lines.slice(0, heat.marking?.together ?? 0);
  const isInBatch = batch.some((line) => line.turn === turn);
  return {
    awaited: isAlone ? 0 : (turn.awaited ?? 0),
    together: isInBatch ? batch.filter(isToCome).map((line) => line.turn.order) : [],
  };
}

// The order of a begun sheet before this one that is due by now; 0 where there is none.
export function dueElsewhere(heat, lines, order) {
  const { due = "at_once", together = 0 } = heat.marking ?? {};
  if (due === "at_once") return 0;
  const here = lines.findIndex(({ turn }) => turn.order === order);
  const first = lines.findIndex((line) => isToCome(line) && line.standing.status === "draft" && !line.turn.awaited);
  // Any sheet of a batch hands in all of it.
  const isSameBatch = first < together && here < together;
  return first >= 0 && first < here && !isSameBatch ? lines[first].turn.order : 0;
}

// The sheets of a batch as they are typed, in running order.
export function sheetsTogether(seat, orders) {
  return orders.map((order) => sheetOf(seat, seat.turnAt(order)));
}

// The total of a sheet that is typed to the end; else nothing.
export function typedTotal(seat, turn) {
  const sheet = sheetOf(seat, turn);
  return sheet.isReady ? sheet.totalText : "";
}

const sheetOf = (seat, turn) => new Sheet(turn, seat.heat.rubric, seat.draftOf(turn) ?? {});
