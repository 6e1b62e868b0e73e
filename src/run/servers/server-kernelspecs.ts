import * as v from "valibot";
import { isJsonObject, type JsonObject } from "../../jupyter/json.ts";
import type { Kernelspec } from "../../jupyter/kernelspec.ts";
import { NotJupyterError } from "./errors.ts";
import type { Server } from "./server.ts";

const Schema = v.object({
  kernelspecs: v.record(
    v.string(),
    v.object({
      name: v.optional(v.string()),
      spec: v.object({
        argv: v.optional(v.array(v.string()), []),
        display_name: v.optional(v.string(), ""),
        language: v.optional(v.string(), ""),
        env: v.optional(v.record(v.string(), v.string()), {}),
        interrupt_mode: v.optional(v.picklist(["signal", "message"]), "signal"),
        metadata: v.optional(v.custom<JsonObject>(isJsonObject), {}),
      }),
    }),
  ),
});

const DOING = "Listing the kernels";

/**
 * The kernels of a server, by name.
 *
 * @throws {ServerError} when the server does not list them.
 */
export async function serverKernelspecs(server: Server): Promise<readonly Kernelspec[]> {
  const parsed = v.safeParse(Schema, await server.json(DOING, "api/kernelspecs"));
  if (!parsed.success) {
    const got = `the answer is not Jupyter's list of kernels (${parsed.issues[0].message})`;
    throw new NotJupyterError(server.url, {
      doing: `${DOING} at ${server.url}`,
      got,
      fix: "Give the base URL of a Jupyter server",
    });
  }
  const specs = Object.entries(parsed.output.kernelspecs).map(([name, { spec }]): Kernelspec => {
    const { argv, display_name: displayName, language, env, interrupt_mode: interruptMode, metadata } = spec;
    return { name, dir: server.url, argv, displayName, language, env, interruptMode, metadata };
  });
  return specs.toSorted((a, b) => a.name.localeCompare(b.name));
}
