/** A promise that is resolved from elsewhere. */
export type Deferred<T> = { readonly promise: Promise<T>; readonly resolve: (value: T) => void };

const unset = (): void => {};

/** A promise and the function that resolves it; Node.js 20 has no `Promise.withResolvers`. */
export function deferred<T>(): Deferred<T> {
  let resolve: (value: T) => void = unset;
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
