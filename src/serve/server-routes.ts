import { userInfo } from "node:os";
import { join } from "node:path";
import { packageRoot } from "../util/package-root.ts";
import { packageVersion } from "../util/package-version.ts";
import { jsonResponse } from "./http/answer.ts";
import type { Routes } from "./http/router.ts";
import type { KernelPool } from "./kernels/kernel-pool.ts";

/** The routes about the server itself. */
export function serverRoutes(pool: KernelPool): Routes {
  const started = new Date().toISOString();
  return {
    "GET /api": () => jsonResponse({ version: packageVersion(join(packageRoot(), "package.json")), server: "tsnb" }),
    "GET /api/status": () => {
      const models = pool.list().map(({ model }) => model);
      const activities = models.map(({ last_activity: at }) => at);
      return jsonResponse({
        started,
        last_activity: activities.toSorted().at(-1) ?? started,
        connections: models.reduce((sum, { connections }) => sum + connections, 0),
        kernels: models.length,
      });
    },
    "GET /api/me": () => {
      const name = userName();
      const identity = { username: name, name, display_name: name, initials: null, avatar_url: null, color: null };
      return jsonResponse({ identity, permissions: {} });
    },
  };
}

// Containers may run under a user id that has no name.
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return "user";
  }
}
