// Exact arithmetic of marks and judge totals: the same results as judging/scoring on the server, to the last digit.
// Marks are whole thousandths of a point; a judge total is a whole number over a divisor that the rules fix.
// BigInt is called as a function: a literal such as 1n would keep older browsers from reading this file at all.

const MARK_PLACES = 3;
const MAX_WHOLE_DIGITS = 9;
const MAX_PLACES = 6;
const DECIMAL = /^([+-]?)([0-9]*)(?:\.([0-9]+))?$/;
const WIDE_ZERO = 0xff10;

export const isExact = typeof BigInt === "function";

const big = (value) => BigInt(value);
const ten = (places) => big("1" + "0".repeat(places));

// What a keyboard with full-width figures or a decimal comma gives, as the plain text that the server reads.
export function plainDigits(text) {
  return text
    .replace(/[０-９]/g, (digit) => String(digit.charCodeAt(0) - WIDE_ZERO))
    .replace(/[．。，,]/g, ".")
    .replace(/[－﹣−]/g, "-")
    .replace(/＋/g, "+")
    .replace(/[\s\u3000]/g, "");
}

// Whether more keys can still make a number of it: "", "-", "35.".
export function mayBecomeDecimal(text) {
  return /^[+-]?[0-9]*\.?$/.test(plainDigits(text)) && !/[0-9]$/.test(plainDigits(text));
}

// Whether every mark of a criterion is a whole number, so that a keyboard needs no decimal point.
export function isWholeNumber({ min, step }) {
  return [min, step].every((units) => units % 10 ** MARK_PLACES === 0);
}

// {units} in thousandths, or {fault} with the server's code.
export function readMark(text, criterion) {
  const trimmed = text.replace(/^[ \t]+|[ \t]+$/g, "");
  if (trimmed === "") return { fault: "mark_missing" };
  const match = DECIMAL.exec(trimmed);
  if (!match || !(match[2] || match[3])) return { fault: "not_a_decimal" };
  const whole = match[2].replace(/^0+/, "");
  const decimals = (match[3] || "").replace(/0+$/, "");
  if (whole.length > MAX_WHOLE_DIGITS || decimals.length > MAX_PLACES) return { fault: "number_too_long" };
  if (decimals.length > MARK_PLACES) return { fault: "mark_off_step" };
  const size = Number(whole + decimals.padEnd(MARK_PLACES, "0"));
  const units = match[1] === "-" ? -size : size;
  if (units < criterion.min || units > criterion.max) return { fault: "mark_out_of_range" };
  if ((units - criterion.min) % criterion.step !== 0) return { fault: "mark_off_step" };
  return { units: units === 0 ? 0 : units };
}

// Thousandths as decimal text with at least the criterion's decimals, never fewer than it takes.
export function formatMark(units, criterion) {
  const digits = String(Math.abs(units)).padStart(MARK_PLACES + 1, "0");
  const whole = digits.slice(0, -MARK_PLACES);
  let decimals = digits.slice(-MARK_PLACES).replace(/0+$/, "");
  decimals = decimals.padEnd(criterion.places, "0");
  return (units < 0 ? "-" : "") + whole + (decimals ? "." + decimals : "");
}

export function formatPlain(units) {
  return formatMark(units, { places: 0 });
}

// numerator / denominator in units of 10^-places, half away from zero; the denominator is positive.
export function roundRatio(numerator, denominator, places) {
  const zero = big(0);
  const two = big(2);
  const size = numerator < zero ? -numerator : numerator;
  const rounded = (two * size * ten(places) + denominator) / (two * denominator);
  return numerator < zero ? -rounded : rounded;
}

const isRounded = (places) => places !== null && places !== undefined;

// One sheet's total: {units, divisor}. marks are thousandths in criterion order. Follows judging/scoring/sheet.py.
export function judgeTotal(rubric, marks) {
  let scale = ten(MARK_PLACES);
  let values = marks.map(big);
  if (isRounded(rubric.rounding_criterion)) {
    const from = scale;
    values = values.map((mark) => roundRatio(mark, from, rubric.rounding_criterion));
    scale = ten(rubric.rounding_criterion);
  }
  const weightScale = big(rubric.weight_scale);
  const weightSum = big(rubric.weight_sum);
  const parts = values.map((mark, index) => big(rubric.criteria[index].weight) * mark);
  const add = (list) => list.reduce((sum, part) => sum + part, big(0));
  let units;
  let divisor;
  if (!isRounded(rubric.rounding_weighted_criterion)) {
    units = add(parts);
    divisor = scale * (rubric.combine === "sum" ? weightScale : weightSum);
  } else {
    const places = rubric.rounding_weighted_criterion;
    scale *= weightScale;
    units = add(parts.map((part) => roundRatio(part, scale, places)));
    divisor = ten(places);
    if (rubric.combine === "mean") {
      units *= weightScale;
      divisor *= weightSum;
    }
  }
  if (isRounded(rubric.rounding_judge_total)) {
    units = roundRatio(units, divisor, rubric.rounding_judge_total);
    divisor = ten(rubric.rounding_judge_total);
  }
  return { units, divisor };
}

export function formatTotal(total, places) {
  const rounded = roundRatio(total.units, total.divisor, places);
  const isNegative = rounded < big(0);
  const digits = String(isNegative ? -rounded : rounded).padStart(places + 1, "0");
  const sign = isNegative ? "-" : "";
  return places === 0 ? sign + digits : `${sign}${digits.slice(0, -places)}.${digits.slice(-places)}`;
}
