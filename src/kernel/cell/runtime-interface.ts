/** The parameter by which a cell's code reaches its runtime. */
export const RUNTIME = "__tsnb__";

/** The variable that holds the helpers for lowered syntax; oxc-transform emits this name. */
export const HELPERS = "babelHelpers";

/**
 * The runtime of a compiled cell. The compiler emits these members only, by `member`; the child process implements
 * them.
 */
export type Runtime = {
  /** The functions that lowered syntax, which Node does not run itself, calls. */
  readonly helpers: CompiledHelpers;
  /** A mark for each name that the cell declares: 1 once the declaration has run. */
  readonly marks: { [mark: number]: number };
  /** The value of a variable whose declaration has not run. */
  readonly none: unknown;
  /** A property for each constant: reading gives its value, assigning throws. */
  readonly constants: object;
  /** A property for each name that had no value when the cell was compiled, and may have one since. */
  readonly forgotten: object;
  /** The same for `typeof`: reading does not throw. */
  readonly perhaps: object;
  /** The values of names from an earlier session, for a cell that only restores its names. */
  readonly restored: Readonly<Record<string, unknown>>;
  /** The notebook's `import.meta`. */
  readonly meta: ImportMeta;
  /** Throws when a name is used before its declaration in this cell has run. */
  early(name: string): void;
  /** Throws when a name has no value, because the cell ended before its declaration. */
  missing(name: string): void;
  /** Keeps the value of a name until the cell declares it again. */
  keep(name: string): void;
  /** Replaces a global that reads a module with a plain value, and returns the value. */
  own<T>(name: string, value: T): T;
  /** Runs the cell's command with this index; `code` is its argument as a function. */
  magic(index: number, code?: () => unknown): Promise<unknown>;
  /** The token that `resume` checks; an interrupt makes it invalid. */
  enter(): number;
  /** Returns the awaited value, unless the cell was interrupted while it waited. */
  resume<T>(entered: number, value?: T): T | undefined;
  /** The operand of an `await` in a function. Its promise no longer settles once the cell should have ended. */
  wait<T>(value: T): T | Promise<never>;
  /** The same at the top level. */
  waitHere<T>(value: T): T | Promise<never>;
  /** The operand of `for await`; `entered` is the token that `resume` checks in each round. */
  iterate<T>(values: AsyncIterable<T> | Iterable<T>, entered: number): AsyncIterable<T> | Iterable<T>;
  /** The module of a static import; `names` are those that it takes from a notebook. */
  load(specifier: string, attributes?: ImportAttributes, names?: readonly string[]): Promise<Module>;
  /** `import()`, resolved from the notebook. */
  import(specifier: unknown, options?: ImportCallOptions): Promise<Module>;
  /** True when a module has an export that the cell does not use. If false, the name of the mark has no value. */
  offers(module: Module, specifier: string, key: string, mark: number): boolean;
  /** An export; `*` is the whole module. A missing one throws. */
  pick(module: Module, specifier: string, key: string): unknown;
  /** Makes an export a global name that follows changes in the module. */
  bind(name: string, module: Module, specifier: string, key: string): void;
  /** Registers a resource of a top-level `using`. */
  use<T>(resource: T, isAsync: boolean): T;
};

export type Module = { readonly [key: string]: unknown };

/** The functions that lowered syntax calls. */
export type CompiledHelpers = {
  /** Standard decorators of a class; the compiled class reports its parts to the result. */
  decorators(classDecorators: readonly Decorator[]): ClassDecoration;
  /** `experimentalDecorators`, as TypeScript emits them. */
  decorate(
    decorators: readonly (LegacyDecorator | undefined)[],
    target: object,
    key?: PropertyKey,
    descriptor?: unknown,
  ): unknown;
  /** `emitDecoratorMetadata`. */
  decorateMetadata(key: unknown, value: unknown): LegacyDecorator | undefined;
  /** A decorator of a parameter. */
  decorateParam(index: number, decorator: LegacyDecorator): LegacyDecorator;
  /** The resources of a block with `using`. */
  usingCtx(): BlockResources;
};

/** The resources of a block; oxc-transform emits these names. */
export type BlockResources = {
  /** Registers a resource of `using`. */
  u<T>(resource: T): T;
  /** Registers a resource of `await using`. */
  a<T>(resource: T): T;
  /** The error that ended the block. */
  e: unknown;
  /** Disposes of the resources, the last one first, and throws the block's error. */
  d(): unknown;
};

/** A standard decorator. */
export type Decorator = (value: unknown, context: object) => unknown;

/** A decorator of `experimentalDecorators`. */
export type LegacyDecorator = (target: unknown, key?: unknown, descriptor?: unknown) => unknown;

/** A decorated member, as the compiled class reports it. */
export type DecoratedMember = {
  readonly index: number;
  readonly kind: "method" | "getter" | "setter" | "field" | "accessor";
  readonly isStatic: boolean;
  readonly decorators: readonly Decorator[];
  /** Undefined for a computed name, which is passed to `key` instead. */
  readonly name?: string;
  readonly access?: object;
};

/** The object that a decorated class reports to. */
export type ClassDecoration = {
  /** The original class. */
  readonly self: object | undefined;
  /** Remembers a computed key. */
  key(index: number, value: unknown): PropertyKey;
  /** The computed key of a member. */
  keyOf(index: number): PropertyKey | undefined;
  /** Applies the decorators of the members, then those of the class, and returns the decorated class. */
  begin(target: { readonly name: string }, members: readonly DecoratedMember[]): object;
  /** Runs the initializers of methods at the start of a construction. */
  start(instance: unknown): void;
  /** The initial value of a field after its decorators have changed it. */
  init(index: number, instance: unknown, value: unknown): unknown;
  /** Runs the initializers of a field, after it has its value. */
  after(index: number, instance: unknown): void;
  /** Runs the initializers of the class, after its static fields have their values. */
  end(): object;
};

/** The expression for a member of the runtime. */
export function member(key: keyof Runtime): string {
  return `${RUNTIME}.${key}`;
}

/** The expression for a helper. */
export function helper(key: keyof CompiledHelpers): string {
  return `${HELPERS}.${key}`;
}

/** The expression for a member of a class's decoration. */
export function decoration(key: keyof ClassDecoration): string {
  return `${DECORATION}.${key}`;
}

/** The parameter of the function around a decorated class; programs do not use this name. */
export const DECORATION = "__tsnb_decoration__";
