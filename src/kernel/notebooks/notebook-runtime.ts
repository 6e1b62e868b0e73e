/** A cell of an imported notebook as a function, and the names of the errors that may end it; `*` stands for any. */
type RunnableCell = readonly [run: () => Promise<void>, allowed: readonly string[]];

type Cells = readonly (RunnableCell | undefined)[];

/** The runs of a notebook's cells, by place, and the end of the last requested run. */
type Runs = { readonly byCell: Map<number, Promise<void>>; last: Promise<void> };

const runs = new WeakMap<Cells, Runs>();

/** Runs cells of a notebook one after another. Each cell runs only once, however often it is requested. */
export function runCells(cells: Cells, wanted: readonly number[]): Promise<void> {
  const own: Runs = runs.get(cells) ?? { byCell: new Map(), last: Promise.resolve() };
  runs.set(cells, own);
  const run = async (): Promise<void> => {
    for (const at of wanted) {
      const running = own.byCell.get(at) ?? runCell(cells[at]);
      own.byCell.set(at, running);
      await running;
    }
  };
  // An import whose cells fail must not make other imports fail.
  own.last = own.last.then(run, run);
  return own.last;
}

async function runCell(cell: RunnableCell | undefined): Promise<void> {
  const [run, allowed = []] = cell ?? [];
  try {
    await run?.();
  } catch (error) {
    const name = error instanceof Error ? error.name : "";
    if (!allowed.some((one) => one === "*" || one === name)) throw error;
  }
}

type Module = { readonly [key: string]: unknown };

/**
 * Makes the function by which cells take exports from modules.
 *
 * @param used the names that code uses. Other names may stand for types, which modules do not have: they are undefined.
 */
export function picker(
  used: readonly string[],
): (module: Module, key: string, specifier: string, name: string) => unknown {
  const needed = new Set(used);
  return (module, key, specifier, name) => {
    if (key in module) return module[key];
    // Names that a package's types and CommonJS export may be properties of the default export of its ES module.
    const whole = module["default"];
    if (typeof whole === "object" && whole !== null && key in whole) return Reflect.get(whole, key);
    if (!needed.has(name)) return undefined;
    throw new SyntaxError(`The requested module '${specifier}' does not provide an export named '${key}'`);
  };
}

/** The reason why a notebook cannot be imported. */
export type FailedImport = {
  readonly name: string;
  readonly message: string;
  /** The place of a syntax error: line from 1, column from 0. */
  readonly place?: { readonly file: string; readonly line: number; readonly column: number };
};

/** The error for an import that fails; its stack has only the place of a syntax error. */
function failureOf({ name, message, place }: FailedImport): Error {
  const frames = place ? `\n    at ${place.file}:${place.line}:${place.column + 1}` : "";
  // The frames of this call are in no file of the user.
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  const error = place ? Object.assign(new SyntaxError(message), place) : new (named(name))(message);
  Error.stackTraceLimit = stackTraceLimit;
  error.stack = `${name}: ${message}${frames}`;
  return error;
}

// Errors from another thread have lost their class, whose name consoles print.
function named(name: string): new (message: string) => Error {
  const own = class extends Error {
    override readonly name = name;
  };
  return Object.defineProperty(own, "name", { value: name });
}

/** The functions that modules of notebooks call. */
export const notebookRuntime = { runCells, picker, failureOf };

export type NotebookRuntime = typeof notebookRuntime;
