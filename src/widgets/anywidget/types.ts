// The front-end module of an anywidget, for helper files that hold browser code.
// See https://anywidget.dev/en/afm

/** An element of the page; typed where TypeScript knows the browser (`/// <reference lib="dom" />`). */
export type BrowserElement = typeof globalThis extends { HTMLElement: { readonly prototype: infer Element } }
  ? Element
  : object;

/** The state as the browser's code sees it: bytes are `DataView`s. */
export type BrowserModel<State> = {
  /** The value of a key of the state. */
  get<Key extends keyof State & string>(key: Key): State[Key];
  /** Changes a key of the state, only in the page until `save_changes`. */
  set<Key extends keyof State & string>(key: Key, value: State[Key]): void;
  /** Sends the changed keys to the kernel. */
  save_changes(): void;
  /** Calls back on each change: `change:count` for one key, `change` for any key. */
  on(event: `change:${keyof State & string}` | "change", callback: () => void): void;
  /** Calls back on each message from the kernel, with its bytes. */
  on(event: "msg:custom", callback: (content: unknown, buffers: DataView[]) => void): void;
  /** Stops calling back: for one event, or for all. */
  off(event?: string | null, callback?: ((...given: never[]) => void) | null): void;
  /** Sends a message to the kernel, where `onMessage` receives it. */
  send(content: unknown, callbacks?: unknown, buffers?: readonly (ArrayBuffer | ArrayBufferView)[]): void;
};

/** Another widget in the page. */
export type BrowserWidget<Exports = unknown> = {
  /** The value that its `initialize` returned. */
  readonly exports: Exports;
  /** Draws it in an element of the page. */
  render(options: { readonly el: BrowserElement; readonly signal?: AbortSignal }): Promise<void>;
};

/** The arguments of `initialize`, which is called once for each model. */
export type InitializeProps<State> = {
  /** The widget's state in the page. */
  readonly model: BrowserModel<State>;
  /** Aborted when the widget is closed. */
  readonly signal: AbortSignal;
};

/** The arguments of `render`, which is called once for each place that shows the widget. */
export type RenderProps<State> = InitializeProps<State> & {
  /** The element to draw in. */
  readonly el: BrowserElement;
  /** The page's access to other widgets. */
  readonly host: {
    /** Finds another widget by its `reference`. */
    getWidget<Exports = unknown>(reference: string, options?: object): Promise<BrowserWidget<Exports>>;
  };
};

/** The default export of an anywidget's module, or a function that returns it. */
export type AnyWidgetModule<State> = {
  /** Called once for each model; what it returns is its `exports`. */
  readonly initialize?: (props: InitializeProps<State>) => unknown;
  /** Called once for each place that shows the widget; what it returns is called when that place is gone. */
  readonly render?: (props: RenderProps<State>) => unknown;
};
