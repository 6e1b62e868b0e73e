import type { JsonObject } from "../../jupyter/json.ts";
import { join } from "node:path";
import { packageRoot } from "../../util/package-root.ts";
import { packageVersion } from "../../util/package-version.ts";
import { type FromKernel, LIVE_PROTOCOL } from "./messages.ts";

/** The kernel's side of one comm with a front end that shows a notebook. */
export class LiveSession {
  readonly #send: (message: FromKernel) => void;

  constructor(send: (message: FromKernel) => void) {
    this.#send = send;
    const kernel = packageVersion(join(packageRoot(), "package.json"));
    this.#send({ type: "welcome", protocol: LIVE_PROTOCOL, kernel });
  }

  receive(_data: JsonObject): void {}

  close(): void {}
}
