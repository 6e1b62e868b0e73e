// The front-end module of an anywidget, for helper files that hold browser code.
// See https://anywidget.dev/en/afm

/** The page's element; its type is known where TypeScript knows the browser (`/// <reference lib="dom" />`). */
export type BrowserElement = typeof globalThis extends { HTMLElement: { readonly prototype: infer Element } }
  ? Element
  : object;

/** The state as the browser's code sees it: bytes are `DataView`s. */
export type BrowserModel<State> = {
  get<Key extends keyof State & string>(key: Key): State[Key];
  set<Key extends keyof State & string>(key: Key, value: State[Key]): void;
  /** Sends what was set to the kernel. */
  save_changes(): void;
  /** Calls back with each change: of one key by `change:count`, of the kernel's messages by `msg:custom`. */
  on(event: `change:${keyof State & string}` | "change", callback: () => void): void;
  on(event: "msg:custom", callback: (content: unknown, buffers: DataView[]) => void): void;
  off(event?: string | null, callback?: ((...given: never[]) => void) | null): void;
  /** Sends a message to the kernel, where `onMessage` gets it. */
  send(content: unknown, callbacks?: unknown, buffers?: readonly (ArrayBuffer | ArrayBufferView)[]): void;
};

/** Another widget in the page. */
export type BrowserWidget<Exports = unknown> = {
  /** What its `initialize` has returned. */
  readonly exports: Exports;
  render(options: { readonly el: BrowserElement; readonly signal?: AbortSignal }): Promise<void>;
};

/** What `initialize` gets: once for each model. */
export type InitializeProps<State> = {
  readonly model: BrowserModel<State>;
  /** Aborted when the widget is closed. */
  readonly signal: AbortSignal;
};

/** What `render` gets: once for each place that shows the widget. */
export type RenderProps<State> = InitializeProps<State> & {
  readonly el: BrowserElement;
  readonly host: {
    /** Finds another widget by its `reference`. */
    getWidget<Exports = unknown>(reference: string, options?: object): Promise<BrowserWidget<Exports>>;
  };
};

/** The default export of an anywidget's module, or a function that returns it. */
export type AnyWidgetModule<State> = {
  readonly initialize?: (props: InitializeProps<State>) => unknown;
  readonly render?: (props: RenderProps<State>) => unknown;
};
