import { type Device, devices } from "../../timm/devices.ts";
import { TsnbError } from "../../util/error.ts";

/** The ways to rank models that meet every constraint. */
const preferences = ["accurate", "fast", "small"] as const;

type LimitRule = { readonly valid: (value: number) => boolean; readonly hint: string };

/** The constraints that take a number, and their valid values. */
const limits = {
  minTop1: { valid: (n) => n === 0 || (n >= 1 && n <= 100), hint: "per cent from 1 to 100, such as 80" },
  maxSecs: { valid: (n) => n > 0 && n <= 3600, hint: "seconds per image above 0, such as 0.001" },
  maxParams: { valid: (n) => n > 0 && n <= 1e6, hint: "millions of parameters above 0, such as 25" },
  maxSizeMiB: { valid: (n) => n > 0 && n <= 1e7, hint: "mebibytes above 0, such as 100" },
  imgSize: { valid: (n) => n > 0 && n <= 1e5, hint: "the side of the image in pixels, such as 224" },
} as const satisfies Record<string, LimitRule>;

/** A constraint that a model's figures can meet or miss. */
export type Limit = keyof typeof limits;

const limitNames = ["minTop1", "maxSecs", "maxParams", "maxSizeMiB", "imgSize"] as const satisfies readonly Limit[];
const allowed = [...limitNames, "device", "prefer"] as const;

/** The requirements of a model; each may be left out. */
export type Constraints = {
  /** Least ImageNet top-1 accuracy, in per cent. */
  readonly minTop1?: number | undefined;
  /** Most seconds for an image: a share of a large batch in GPU tables, the time of a single image in CPU tables. */
  readonly maxSecs?: number | undefined;
  /** Most parameters, in millions, as timm counts them. */
  readonly maxParams?: number | undefined;
  /** Most mebibytes of the weights in 32-bit floats: parameters x 4 / 2^20. */
  readonly maxSizeMiB?: number | undefined;
  /** The side of the image in pixels, exactly. */
  readonly imgSize?: number | undefined;
  /** The device whose times count, for a frame with a `device` column. */
  readonly device?: Device | undefined;
  /** The ranking of the models that fit; "accurate" by default. */
  readonly prefer?: Preference | undefined;
};

/** A way to rank the models that fit. */
export type Preference = (typeof preferences)[number];

/** Constraints that were checked, with defaults filled in. */
export type CheckedConstraints = {
  /** The limits asked for, in the order minTop1, maxSecs, maxParams, maxSizeMiB, imgSize. */
  readonly limits: readonly {
    /** The constraint. */
    readonly name: Limit;
    /** The value asked for, in the constraint's unit. */
    readonly value: number;
  }[];
  /** The device whose times count; undefined when none was asked for. */
  readonly device: Device | undefined;
  /** The ranking of the models that fit. */
  readonly prefer: Preference;
};

/** A constraint that cannot be applied to any model: unknown, not a number, out of range. */
export class ConstraintError extends TsnbError {
  override readonly name = "ConstraintError";
  /** The constraint's name as it was given, such as `minTop1`. */
  readonly constraint: string;

  constructor(constraint: string, got: string, fix: string) {
    super({ doing: `Picking a model by ${constraint}`, got, fix });
    this.constraint = constraint;
  }
}

/**
 * Checks constraints that may come from outside TypeScript, such as from JavaScript or a form.
 *
 * @throws {ConstraintError} when one is unknown, is not a number, or lies out of range.
 */
export function checkConstraints(given: Constraints): CheckedConstraints {
  for (const key of Object.keys(given)) {
    if (!isOneOf(allowed, key)) throw new ConstraintError(key, "there is no such constraint", `Use ${list(allowed)}`);
  }
  const { device, prefer = "accurate" } = given;
  if (device !== undefined && !isOneOf(devices, device)) {
    throw new ConstraintError("device", `got ${show(device)}`, `Use ${list(devices)}`);
  }
  if (!isOneOf(preferences, prefer)) {
    throw new ConstraintError("prefer", `got ${show(prefer)}`, `Use ${list(preferences)}`);
  }
  return {
    limits: limitNames.flatMap((name) => {
      const value: unknown = given[name];
      return value === undefined ? [] : [{ name, value: checkLimit(name, value) }];
    }),
    device,
    prefer,
  };
}

function checkLimit(name: Limit, value: unknown): number {
  const { valid, hint } = limits[name];
  if (typeof value !== "number" || !valid(value)) {
    throw new ConstraintError(name, `got ${show(value)}`, `Give ${hint}`);
  }
  return value;
}

function isOneOf<const T extends readonly unknown[]>(values: T, value: unknown): value is T[number] {
  return values.includes(value);
}

function list(values: readonly string[]): string {
  return values.map((value) => JSON.stringify(value)).join(", ");
}

function show(value: unknown): string {
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}
