/** The cookies that one server has set, for the requests to it. */
export class Cookies {
  readonly #values = new Map<string, string>();

  /** @param header a `Cookie` header with cookies to begin with; those that the server sets replace them. */
  constructor(header = "") {
    for (const pair of header.split(";")) this.take([pair]);
  }

  /** Stores the cookies in the `Set-Cookie` headers of an answer, and removes those that they expire. */
  take(headers: readonly string[]): void {
    for (const header of headers) {
      const [pair = "", ...attributes] = header.split(";");
      const at = pair.indexOf("=");
      const name = pair.slice(0, Math.max(at, 0)).trim();
      if (name === "") continue;
      const isOver = attributes.some((attribute) =>
        /^\s*(?:max-age=(?:0|-\d+)|expires=.*\b19[67]\d\b.*)$/i.test(attribute),
      );
      if (isOver) this.#values.delete(name);
      else this.#values.set(name, pair.slice(at + 1).trim());
    }
  }

  /** The headers for a request: the cookies, and `_xsrf` once more as `x-xsrftoken`, as Jupyter requires. */
  headers(): Readonly<Record<string, string>> {
    if (this.#values.size === 0) return {};
    const cookie = Array.from(this.#values, ([name, value]) => `${name}=${value}`).join("; ");
    const xsrf = this.#values.get("_xsrf");
    return { cookie, ...(xsrf === undefined ? {} : { "x-xsrftoken": xsrf }) };
  }
}
