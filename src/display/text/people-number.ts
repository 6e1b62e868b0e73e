/** Units that take prefixes of thousands. */
const SCALED: ReadonlySet<string> = new Set("s m g B b W Wh Hz J V A N Pa FLOPs FLOP/s B/s b/s".split(" "));
const PREFIXES = ["p", "n", "µ", "m", "", "k", "M", "G", "T", "P"] as const;
/** From this size on, numbers without a unit are written in words: `2.5 million`. */
const LONG_FROM = 1e6;
/** Numbers that are larger, or smaller than this, have neither words nor a readable number of zeros. */
const LARGEST = 1e15;
const SMALLEST = 1e-6;
const NO_PREFIX = PREFIXES.indexOf("");

const DIGITS = 3;

const short = new Intl.NumberFormat("en-US", { maximumSignificantDigits: DIGITS });
const long = new Intl.NumberFormat("en-US", {
  notation: "compact",
  compactDisplay: "long",
  maximumSignificantDigits: DIGITS,
});

/** A number in the form that people use, with at most three digits: `4.7 µs`, `2.5 million`, `86.6 %`. */
export function peopleNumber(value: number, unit = ""): string {
  if (unit === "" || !SCALED.has(unit) || value === 0) return `${withoutUnit(value, unit === "")} ${unit}`.trimEnd();
  // Rounded first, so that 999.9 µs becomes 1 ms.
  const rounded = Number(value.toPrecision(DIGITS));
  const thousands = Math.floor(Math.log10(Math.abs(rounded)) / 3 + 1e-12);
  const step = Math.max(
    -NO_PREFIX,
    Math.min(PREFIXES.length - 1 - NO_PREFIX, unit === "s" ? Math.min(0, thousands) : thousands),
  );
  return `${short.format(rounded / 1000 ** step)} ${PREFIXES[step + NO_PREFIX]}${unit}`;
}

function withoutUnit(value: number, hasWords: boolean): string {
  const size = Math.abs(value);
  if (size >= LARGEST || (size > 0 && size < SMALLEST)) return Number(value.toPrecision(DIGITS)).toExponential();
  return hasWords && size >= LONG_FROM ? long.format(value) : short.format(value === 0 ? 0 : value);
}
