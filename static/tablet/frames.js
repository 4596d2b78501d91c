// A text as a series of codes, and back: packed, cut, numbered, each with a checksum. Letters are those that a QR code
// holds most densely. The format is described in docs/tablet.md, "Without network".
import { sha256 } from "./digest.js";

const MARK = "RST1";
const LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
const CHUNK_BYTES = 400;
const MOST_FRAMES = 999;
const MOST_BYTES = 8 * 1024 * 1024;

// ---- bytes as letters (base 45, RFC 9285)

export function toLetters(bytes) {
  let text = "";
  for (let i = 0; i < bytes.length; i += 2) {
    const isPair = i + 1 < bytes.length;
    let value = isPair ? bytes[i] * 256 + bytes[i + 1] : bytes[i];
    for (let n = isPair ? 3 : 2; n > 0; n -= 1) {
      text += LETTERS[value % 45];
      value = Math.floor(value / 45);
    }
  }
  return text;
}

// null where the letters are none of ours
export function fromLetters(text) {
  const values = Array.from(text, (letter) => LETTERS.indexOf(letter));
  if (values.includes(-1) || values.length % 3 === 1) return null;
  const bytes = [];
  for (let i = 0; i < values.length; i += 3) {
    const [a, b, c] = values.slice(i, i + 3);
    const value = a + 45 * b + 2025 * (c ?? 0);
    if (value > (c === undefined ? 255 : 65535)) return null;
    if (c !== undefined) bytes.push(value >> 8);
    bytes.push(value & 255);
  }
  return Uint8Array.from(bytes);
}

// CRC-32 as in ZIP, eight hexadecimal digits
export function checksum(bytes) {
  let value = ~0;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit += 1) value = (value >>> 1) ^ (value & 1 ? 0xedb88320 : 0);
  }
  return (~value >>> 0).toString(16).toUpperCase().padStart(8, "0");
}

// ---- packing

async function through(stream, bytes) {
  const writer = stream.writable.getWriter();
  const done = Promise.all([writer.write(bytes), writer.close()]).catch(() => null);
  const reader = stream.readable.getReader();
  const parts = [];
  let size = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    size += next.value.length;
    if (size > MOST_BYTES) {
      reader.cancel().catch(() => null);
      throw new Error("damaged");
    }
    parts.push(next.value);
  }
  await done;
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

async function packed(bytes) {
  if (typeof CompressionStream === "undefined") return bytes;
  return through(new CompressionStream("deflate"), bytes).catch(() => bytes);
}

async function unpacked(kind, bytes) {
  if (kind === "P") return bytes;
  if (typeof DecompressionStream === "undefined") throw new Error("too_old");
  return through(new DecompressionStream("deflate"), bytes).catch(() => {
    throw new Error("damaged");
  });
}

// ---- frames

// Z: packed, P: plain. The series is named by the digest of the whole, so that two tablets never mix.
export async function toFrames(text) {
  const plain = new TextEncoder().encode(text);
  const dense = await packed(plain);
  const [kind, bytes] = dense.length < plain.length ? ["Z", dense] : ["P", plain];
  const series = sha256(text).slice(0, 12).toUpperCase();
  const count = Math.ceil(bytes.length / CHUNK_BYTES);
  // Cut evenly, so that all codes are of one size and a camera stays in focus.
  const size = Math.ceil(bytes.length / count);
  return Array.from({ length: count }, (_, i) => {
    const chunk = bytes.subarray(i * size, (i + 1) * size);
    return [MARK, kind, series, i + 1, count, checksum(chunk), toLetters(chunk)].join(":");
  });
}

// One frame's parts, or null where it is not one of ours or was read wrongly.
export function readFrame(text) {
  const found = /^RST1:([ZP]):([0-9A-F]{12}):(\d{1,3}):(\d{1,3}):([0-9A-F]{8}):(.+)$/s.exec(text);
  if (!found) return null;
  const [, kind, series, index, count, sum, letters] = found;
  const bytes = fromLetters(letters);
  if (!bytes || checksum(bytes) !== sum) return null;
  const frame = { kind, series, index: Number(index), count: Number(count), bytes };
  return frame.index >= 1 && frame.index <= frame.count && frame.count <= MOST_FRAMES ? frame : null;
}

// One tablet's frames, in whatever order and however often they are read.
export class Series {
  constructor({ kind, series, count }) {
    this.kind = kind;
    this.name = series;
    this.count = count;
    this.chunks = new Map();
  }

  // Whether the frame was new.
  add(frame) {
    if (frame.count !== this.count || frame.kind !== this.kind || this.chunks.has(frame.index)) return false;
    this.chunks.set(frame.index, frame.bytes);
    return true;
  }

  get missing() {
    return Array.from({ length: this.count }, (_, i) => i + 1).filter((index) => !this.chunks.has(index));
  }

  get isComplete() {
    return this.chunks.size === this.count;
  }

  // Throws "damaged" or "too_old".
  async text() {
    const whole = [];
    for (let index = 1; index <= this.count; index += 1) whole.push(...this.chunks.get(index));
    const text = new TextDecoder().decode(await unpacked(this.kind, Uint8Array.from(whole)));
    if (sha256(text).slice(0, 12).toUpperCase() !== this.name) throw new Error("damaged");
    return text;
  }
}
