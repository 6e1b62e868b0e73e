import * as v from "valibot";
import { isJsonObject, type JsonObject } from "../../../jupyter/json.ts";
import type { Kernelspec } from "../../../jupyter/kernelspec.ts";
import { NotJupyterError } from "../errors.ts";
import type { Server } from "../http/server.ts";

// An odd part of one kernelspec must not hide the others: the server starts the kernel, and knows what it means.
const Spec = v.object({
  argv: v.fallback(v.array(v.string()), []),
  display_name: v.fallback(v.string(), ""),
  language: v.fallback(v.string(), ""),
  env: v.fallback(
    v.record(v.string(), v.pipe(v.union([v.string(), v.number(), v.boolean()]), v.transform(String))),
    {},
  ),
  interrupt_mode: v.fallback(v.picklist(["signal", "message"]), "signal"),
  metadata: v.fallback(v.custom<JsonObject>(isJsonObject), {}),
});
const Named = v.object({ spec: Spec });
const Schema = v.object({ kernelspecs: v.record(v.string(), v.unknown()) });

const DOING = "Listing the kernels";

/**
 * The kernels of a server, by name.
 *
 * @throws {ServerError} when the server does not list them.
 */
export async function serverKernelspecs(server: Server): Promise<readonly Kernelspec[]> {
  const parsed = v.safeParse(Schema, await server.json(DOING, "api/kernelspecs"));
  if (!parsed.success) {
    const got = `the answer is not Jupyter's list of kernels (${server.redact(parsed.issues[0].message)})`;
    throw new NotJupyterError(server.url, {
      doing: `${DOING} at ${server.url}`,
      got,
      fix: "Give the base URL of a Jupyter server",
    });
  }
  const specs = Object.entries(parsed.output.kernelspecs).flatMap(([name, value]): Kernelspec[] => {
    const named = v.safeParse(Named, value);
    if (!named.success) return [];
    const {
      argv,
      display_name: displayName,
      language,
      env,
      interrupt_mode: interruptMode,
      metadata,
    } = named.output.spec;
    return [{ name, dir: server.url, argv, displayName, language, env, interruptMode, metadata }];
  });
  return specs.toSorted((a, b) => a.name.localeCompare(b.name));
}
