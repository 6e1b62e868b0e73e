import { randomUUID } from "node:crypto";
import { join } from "node:path";
import * as v from "valibot";
import { RequestError } from "../http/request-error.ts";
import { DONE, jsonResponse } from "../http/answer.ts";
import { parseBody } from "../http/parse-body.ts";
import type { Routes } from "../http/router.ts";
import type { KernelPool } from "./kernel-pool.ts";
import { environmentFor, folderFor } from "./start-place.ts";
import type { ServedKernelModel, ServedKernel } from "./served-kernel.ts";

type Session = { readonly id: string; path: string; name: string; type: string; kernel: ServedKernel };

const Kernel = v.object({ id: v.nullish(v.string()), name: v.nullish(v.string()) });
const Body = v.object({
  path: v.nullish(v.string(), ""),
  name: v.nullish(v.string(), ""),
  type: v.nullish(v.string(), "notebook"),
  kernel: v.nullish(Kernel, {}),
});
const Patch = v.object({
  path: v.nullish(v.string()),
  name: v.nullish(v.string()),
  type: v.nullish(v.string()),
  kernel: v.nullish(Kernel),
});

/** Jupyter's REST interface to sessions, each of which joins a notebook and its kernel. */
export function sessionRoutes(pool: KernelPool, root: string): Routes {
  const sessions = new Map<string, Session>();
  pool.onGone((id) => {
    for (const session of sessions.values()) if (session.kernel.id === id) sessions.delete(session.id);
  });
  const named = (id = ""): Session => {
    const session = sessions.get(id);
    if (session === undefined) throw new RequestError(404, `Session not found: ${id}`);
    return session;
  };
  const kernelFor = async (wanted: v.InferOutput<typeof Kernel>, path: string): Promise<ServedKernel> => {
    if (wanted.id) return pool.get(wanted.id);
    const cwd = await folderFor(root, path);
    // Relative imports start in the notebook's folder.
    const env = { ...environmentFor({}), JPY_SESSION_NAME: join(root, path) };
    return pool.start({ name: wanted.name ?? undefined, cwd, env });
  };
  // Two clients may open the same notebook at once.
  const starting = new Map<string, Promise<Session>>();
  const begun = async ({ path, name, type, kernel }: v.InferOutput<typeof Body>): Promise<Session> => {
    const session = { id: randomUUID(), path, name, type, kernel: await kernelFor(kernel, path) };
    sessions.set(session.id, session);
    return session;
  };
  const openedAt = async (wanted: v.InferOutput<typeof Body>): Promise<Session> => {
    const { path } = wanted;
    if (path === "") return begun(wanted);
    const found = [...sessions.values()].find((session) => session.path === path) ?? starting.get(path);
    if (found !== undefined) return found;
    const session = begun(wanted);
    starting.set(path, session);
    try {
      return await session;
    } finally {
      starting.delete(path);
    }
  };
  const isUsed = (kernel: ServedKernel): boolean => [...sessions.values()].some((each) => each.kernel === kernel);
  return {
    "GET /api/sessions": () => jsonResponse([...sessions.values()].map(modelOf)),
    "POST /api/sessions": async ({ body }) => {
      const session = await openedAt(parseBody(Body, await body()));
      return jsonResponse(modelOf(session), 201, { Location: `/api/sessions/${session.id}` });
    },
    "GET /api/sessions/:id": ({ params }) => jsonResponse(modelOf(named(params["id"]))),
    "PATCH /api/sessions/:id": async ({ params, body }) => {
      const session = named(params["id"]);
      const { path, name, type, kernel } = parseBody(Patch, await body());
      session.path = path ?? session.path;
      session.name = name ?? session.name;
      session.type = type ?? session.type;
      if (kernel?.id || kernel?.name) {
        const next = await kernelFor(kernel, session.path);
        const before = session.kernel;
        session.kernel = next;
        if (!isUsed(before)) await pool.shutdown(before.id);
      }
      return jsonResponse(modelOf(session));
    },
    "DELETE /api/sessions/:id": async ({ params }) => {
      const { id, kernel } = named(params["id"]);
      sessions.delete(id);
      if (!isUsed(kernel)) await pool.shutdown(kernel.id);
      return DONE;
    },
  };
}

type Model = Omit<Session, "kernel"> & {
  readonly kernel: ServedKernelModel;
  readonly notebook?: { readonly path: string; readonly name: string };
};

function modelOf({ kernel, ...session }: Session): Model {
  const { path, name, type } = session;
  // Older clients read `notebook`.
  return { ...session, kernel: kernel.model, ...(type === "notebook" ? { notebook: { path, name } } : {}) };
}
