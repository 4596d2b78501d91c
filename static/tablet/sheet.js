// One sheet in the judge's hands: what is typed, what is missing, what it adds up to, and what state it is in.
import { formatMark, formatTotal, judgeTotal, plainDigits, readMark } from "./points.js";
import { isHeldUp, isUnsent } from "./outbox.js";

const OUT = new Set(["absent", "withdrawn", "disqualified"]);

const ON_STAGE = ["on_stage", "questions", "scoring"];

// The order number of whoever the stage is about now; 0 where it is nobody.
export function orderOnStage(turns) {
  const found = ON_STAGE.map((state) => turns.filter((turn) => turn.state === state).pop()).find(Boolean);
  return found?.order ?? 0;
}

// Recused beforehand, for a conflict that was declared.
export const isRecusedByDesk = (sheet) => sheet.state === "recused" && sheet.current?.source === "desk";

export const isOut = (turn) => OUT.has(turn.state);

export class Sheet {
  marks = {};
  comment_contestant = "";
  comment_panel = "";
  reason = "";
  base = null; // what a correction began from, as the outbox says; null where an older version began it
  isAsked = false; // to be handed in, and something is missing: the page says what, row by row
  rows = [];

  constructor(turn, rubric, content = {}) {
    this.turn = turn;
    this.rubric = rubric;
    for (const criterion of rubric.criteria) this.marks[criterion.key] = content.marks?.[criterion.key] ?? "";
    this.comment_contestant = content.comment_contestant ?? "";
    this.comment_panel = content.comment_panel ?? "";
    this.reason = content.reason ?? "";
    this.base = content.base ?? null;
  }

  read(criterion) {
    return readMark(plainDigits(this.marks[criterion.key]), criterion);
  }

  get faults() {
    const found = this.rubric.criteria.map((criterion) => [criterion, this.read(criterion).fault]);
    return found.filter(([, fault]) => fault);
  }

  get markedCount() {
    return this.rubric.criteria.length - this.faults.length;
  }

  get isReady() {
    return this.faults.length === 0;
  }

  get isUntouched() {
    const typed = Object.values(this.marks).some((mark) => mark !== "");
    return !typed && !this.comment_contestant && !this.comment_panel;
  }

  // The exact total once every criterion is marked; before that a sum so far, where the rubric adds up.
  get totalText() {
    if (!this.isReady && (this.rubric.combine !== "sum" || this.markedCount === 0)) return "";
    const units = this.rubric.criteria.map((criterion) => this.read(criterion).units ?? 0);
    return formatTotal(judgeTotal(this.rubric, units), this.rubric.places);
  }

  // Marks as the server's own spelling, so that the same mark always has the same digest.
  get cleanMarks() {
    const pairs = this.rubric.criteria.map((criterion) => {
      const { units } = this.read(criterion);
      return [criterion.key, units === undefined ? this.marks[criterion.key] : formatMark(units, criterion)];
    });
    return Object.fromEntries(pairs);
  }

  askForMissing() {
    this.isAsked = true;
    for (const row of this.rows) row.show();
  }

  get content() {
    return {
      marks: { ...this.marks },
      comment_contestant: this.comment_contestant,
      comment_panel: this.comment_panel,
      base: this.base,
    };
  }
}

// What the page shows of a sheet, from the server's word and what this tablet still holds.
//   status: empty draft waiting held (does not count until somebody acts) unsaved (on no storage) refused conflict received question recused absent void out
//   question: received, and the judge is asked to check it; hasAnswered: this tablet keeps the answer
export function standing(turn, newest, draft, heatState, hasAnswered = false) {
  const sheet = turn.sheet;
  // What the desk took out of the count comes back only when the desk reopens it.
  const isTakenOut = ["absent", "void"].includes(sheet.state) || isRecusedByDesk(sheet);
  const isOpen = sheet.is_reopened || (heatState === "open" && !isTakenOut);
  const shown = { isOpen, item: newest, content: null, total: "", revision: sheet.revision, at: "", digest: "" };
  if (newest && isUnsent(newest)) {
    return { ...shown, ...fromItem(newest), status: unsentStatus(newest), state: newest.payload.state };
  }
  if (newest?.status === "refused") return { ...shown, ...fromItem(newest), status: "refused", state: newest.payload.state };
  // The heat on the tablet may still be the one before the conflict.
  if (newest?.status === "conflict" && sheet.revision <= newest.payload.replaces) {
    return { ...shown, ...fromItem(newest), status: "conflict", state: newest.payload.state };
  }
  if (sheet.conflicts.length > 0) return { ...shown, ...fromCurrent(sheet), status: "conflict", state: sheet.state };
  if (newest?.status === "received" && newest.receipt.revision > sheet.revision) {
    return { ...shown, ...fromReceipt(newest), ...settled(newest.receipt.state) };
  }
  if (sheet.state === "given" && sheet.question) {
    const isAnswered = hasAnswered;
    return { ...shown, ...fromCurrent(sheet), state: "given", status: isAnswered ? "received" : "question", isAnswered };
  }
  if (sheet.state !== "not_yet") return { ...shown, ...fromCurrent(sheet), ...settled(sheet.state) };
  if (isOut(turn)) return { ...shown, status: "out", state: "not_yet" };
  return { ...shown, status: isTyped(draft) ? "draft" : "empty", state: "not_yet" };
}

function unsentStatus(item) {
  if (item.isVolatile) return "unsaved";
  return isHeldUp(item) ? "held" : "waiting";
}

export function isTyped(draft) {
  if (!draft) return false;
  return Object.values(draft.marks ?? {}).some(Boolean) || Boolean(draft.comment_contestant || draft.comment_panel);
}

const settled = (state) => ({ status: state === "given" ? "received" : state, state });

function fromItem(item) {
  return { content: item.payload, total: item.shown_total, reason: item.payload.reason };
}

function fromReceipt(item) {
  const { receipt } = item;
  return {
    content: item.payload,
    total: receipt.judge_total,
    revision: receipt.revision,
    at: receipt.received_at,
    digest: receipt.digest,
    reason: item.payload.reason,
  };
}

function fromCurrent(sheet) {
  const current = sheet.current;
  if (!current) return {};
  return {
    content: current,
    total: current.judge_total,
    at: current.received_at,
    digest: current.digest,
    reason: current.reason,
  };
}

// What a correction starts from. Where the desk had the last word its revision holds no marks; what was typed before
// it is still there.
export function correctionOf(standing, draft) {
  const isDesk = ["absent", "void"].includes(standing.state);
  const { marks = {}, comment_contestant = "", comment_panel = "" } = (isDesk ? draft : null) ?? standing.content ?? {};
  return { marks: { ...marks }, comment_contestant, comment_panel, correcting: true };
}

// All that the middle of the page depends on; it is built anew only when this changes.
export function signOf(turn, now, marking, isTakenOver) {
  if (marking) return JSON.stringify(["mark", turn.appearance, ...marking]);
  const { question, is_reopened: isReopened, conflicts } = turn.sheet;
  return JSON.stringify(["show", turn.appearance, now.status, now.revision, now.at, now.isOpen, isReopened, now.item?.problem?.code, conflicts.length, question, now.isAnswered, isTakenOver]);
}

// ---- when a sheet may be handed in: at once, after the next talk, or the first few together. The server decides and keeps
// to it; without it the tablet takes the judge's word, and the outbox offers the sheet until it is due.

export const isToCome = ({ standing }) => standing.isOpen && ["empty", "draft"].includes(standing.status);

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

// The order of a sheet elsewhere that could be handed in now and is not: one before this that was begun, or any that is
// typed to the end; 0 where there is none.
export function dueElsewhere(heat, lines, order, isWhole) {
  const together = heat.marking?.together ?? 0;
  const here = lines.findIndex(({ turn }) => turn.order === order);
  // Any sheet of a batch hands in all of it.
  const isSameBatch = (at) => at < together && here < together;
  const found = lines.find((line, at) => {
    const isBegun = isToCome(line) && line.standing.status === "draft" && !line.turn.awaited;
    return isBegun && at !== here && !isSameBatch(at) && (at < here || isWhole(line.turn));
  });
  return found?.turn.order ?? 0;
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
