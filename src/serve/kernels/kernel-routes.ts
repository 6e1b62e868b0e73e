import * as v from "valibot";
import { isJsonObject, type JsonObject } from "../../jupyter/json.ts";
import { DONE, jsonResponse } from "../http/answer.ts";
import { parseBody } from "../http/parse-body.ts";
import type { Routes } from "../http/router.ts";
import type { KernelPool } from "./kernel-pool.ts";
import { environmentFor, folderFor } from "./start-place.ts";

const Body = v.object({
  name: v.nullish(v.string()),
  path: v.nullish(v.string(), ""),
  env: v.nullish(v.custom<JsonObject>(isJsonObject, "it is not an object"), {}),
});

/** Jupyter's REST interface to kernels. */
export function kernelRoutes(pool: KernelPool, root: string): Routes {
  return {
    "GET /api/kernels": () => jsonResponse(pool.list().map(({ model }) => model)),
    "POST /api/kernels": async ({ body }) => {
      const { name, path, env } = parseBody(Body, await body());
      const cwd = await folderFor(root, path);
      const { model } = await pool.start({ name: name ?? undefined, cwd, env: environmentFor(env) });
      return jsonResponse(model, 201, { Location: `/api/kernels/${model.id}` });
    },
    "GET /api/kernels/:id": ({ params }) => jsonResponse(pool.get(params["id"] ?? "").model),
    "DELETE /api/kernels/:id": async ({ params }) => {
      await pool.shutdown(params["id"] ?? "");
      return DONE;
    },
    "POST /api/kernels/:id/interrupt": ({ params }) => {
      pool.get(params["id"] ?? "").interrupt();
      return DONE;
    },
    "POST /api/kernels/:id/restart": async ({ params }) => {
      const { model } = await pool.restart(params["id"] ?? "");
      return jsonResponse(model);
    },
  };
}
