// Reading the codes of tablets at the desk: by camera, or from photos. What is read goes into the same form as the files.
import { readFrame, Series } from "../tablet/frames.js";
import { decodeQR } from "../vendor/qr/decode.js";

const FORMAT = "rostrum-sheets";
const LARGEST_SIDE = 1600;

class Scanner {
  #form;
  #words;
  #series = new Map();
  #texts = new Map();
  #current = null;
  #stream = null;
  #detector = null;
  #canvas = document.createElement("canvas");

  constructor(form) {
    this.#form = form;
    this.#words = JSON.parse(form.dataset.words);
    this.#part("[data-camera]").addEventListener("click", () => (this.#stream ? this.stop() : this.start()));
    this.#part("[data-photos]").addEventListener("change", (event) => this.#readPhotos([...event.target.files]));
    window.addEventListener("pagehide", () => this.stop());
  }

  #part(selector) {
    return this.#form.querySelector(selector);
  }

  #say(key, values = {}) {
    this.#part(".scanner__state").textContent = this.#sentence(key, values);
  }

  #sentence(key, values) {
    return this.#words[key].replace(/%\((\w+)\)s/g, (_, name) => String(values[name] ?? ""));
  }

  // ---- camera

  async start() {
    if (!navigator.mediaDevices?.getUserMedia) {
      this.#say("camera_none");
      return;
    }
    try {
      const video = { facingMode: { ideal: "environment" }, width: { ideal: 1920 }, height: { ideal: 1080 } };
      this.#stream = await navigator.mediaDevices.getUserMedia({ video, audio: false });
    } catch (refused) {
      this.#say("camera_refused");
      return;
    }
    this.#part(".scanner__view").hidden = false;
    this.#part("[data-camera] span").textContent = this.#words.stop;
    const video = this.#part("video");
    video.srcObject = this.#stream;
    await video.play();
    this.#say("looking");
    this.#watch(video, this.#stream);
  }

  stop() {
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
    this.#stream = null;
    this.#part("video").srcObject = null;
    this.#part(".scanner__view").hidden = true;
    this.#part("[data-camera] span").textContent = this.#words.start;
  }

  async #watch(video, stream) {
    this.#detector ??= await makeDetector();
    while (this.#stream === stream) {
      if (video.readyState >= video.HAVE_CURRENT_DATA) await this.#readAll(video, video.videoWidth, video.videoHeight);
      await new Promise((next) => (video.requestVideoFrameCallback ? video.requestVideoFrameCallback(next) : setTimeout(next, 60)));
    }
  }

  // ---- pictures

  async #readPhotos(files) {
    this.#detector ??= await makeDetector();
    for (const file of files) {
      const picture = await pictureOf(file);
      const found = picture ? await this.#readAll(picture, picture.width, picture.height) : 0;
      if (found === 0) this.#say("no_code", { name: file.name });
    }
    this.#part("[data-photos]").value = "";
  }

  async #readAll(source, width, height) {
    const scale = Math.min(1, LARGEST_SIDE / Math.max(width, height));
    this.#canvas.width = Math.round(width * scale);
    this.#canvas.height = Math.round(height * scale);
    const context = this.#canvas.getContext("2d", { willReadFrequently: true });
    context.drawImage(source, 0, 0, this.#canvas.width, this.#canvas.height);
    const texts = await this.#detector(this.#canvas, context);
    for (const text of texts) await this.#take(text);
    return texts.length;
  }

  // ---- frames

  async #take(text) {
    const frame = readFrame(text);
    if (!frame) {
      if (!text.startsWith("RST1:")) this.#say("strange");
      return;
    }
    if (!this.#series.has(frame.series)) this.#series.set(frame.series, new Series(frame));
    const series = this.#series.get(frame.series);
    const isNew = series.add(frame);
    if (!isNew && this.#current === series) return;
    this.#current = series;
    if (series.isComplete && !this.#texts.has(series.name)) await this.#finish(series);
    else this.#show(series);
  }

  async #finish(series) {
    try {
      this.#texts.set(series.name, JSON.parse(await series.text()).envelopes);
    } catch (broken) {
      this.#series.delete(series.name);
      this.#current = null;
      this.#say(broken.message === "too_old" ? "too_old" : "damaged");
      return;
    }
    const envelopes = [...this.#texts.values()].flat();
    this.#form.elements.scanned.value = JSON.stringify({ format: FORMAT, version: 1, envelopes });
    this.#part("[data-scanned]").hidden = false;
    this.#show(series);
  }

  #show(series) {
    const { missing, count } = series;
    const list = this.#part(".scanner__frames");
    list.hidden = false;
    list.replaceChildren(
      ...Array.from({ length: count }, (_, i) => {
        const item = document.createElement("li");
        item.textContent = String(i + 1);
        item.classList.toggle("is-read", !missing.includes(i + 1));
        return item;
      }),
    );
    if (series.isComplete) {
      const tablets = this.#texts.size > 1 ? ` ${this.#sentence("series", { count: this.#texts.size })}` : "";
      this.#part(".scanner__state").textContent = this.#sentence("complete", { all: count }) + tablets;
    } else this.#say("progress", { done: count - missing.length, all: count, missing: shortened(missing) });
  }
}

const shortened = (numbers) => (numbers.length > 12 ? `${numbers.slice(0, 12).join(", ")} …` : numbers.join(", "));

async function pictureOf(file) {
  try {
    return await createImageBitmap(file);
  } catch (broken) {
    return null;
  }
}

// The browser's own detector where it knows QR codes, else the vendored one.
async function makeDetector() {
  const formats = (await globalThis.BarcodeDetector?.getSupportedFormats?.().catch(() => [])) ?? [];
  if (formats.includes("qr_code")) {
    const detector = new globalThis.BarcodeDetector({ formats: ["qr_code"] });
    return async (canvas) => (await detector.detect(canvas).catch(() => [])).map(({ rawValue }) => rawValue);
  }
  return async (canvas, context) => {
    try {
      return [decodeQR(context.getImageData(0, 0, canvas.width, canvas.height))];
    } catch (none) {
      return [];
    }
  };
}

const form = document.querySelector("[data-intake]");
if (form) new Scanner(form);
