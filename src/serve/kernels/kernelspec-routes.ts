import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Kernelspec } from "../../jupyter/kernelspec.ts";
import { localKernelspecs } from "../../run/transport/local-kernelspecs.ts";
import { RequestError } from "../http/request-error.ts";
import { jsonResponse } from "../http/answer.ts";
import type { Routes } from "../http/router.ts";

/** Jupyter's REST interface to kernelspecs, and the pictures and scripts beside them. */
export function kernelspecRoutes(defaultKernel: string): Routes {
  return {
    "GET /api/kernelspecs": async () => {
      const models = await Promise.all((await localKernelspecs()).map(modelOf));
      return jsonResponse({
        default: defaultKernel,
        kernelspecs: Object.fromEntries(models.map((each) => [each.name, each])),
      });
    },
    "GET /api/kernelspecs/:name": async ({ params }) =>
      jsonResponse(await modelOf(await specNamed(params["name"] ?? ""))),
    "GET /kernelspecs/:name/:file": async ({ params }) => {
      const { dir } = await specNamed(params["name"] ?? "");
      const file = params["file"] ?? "";
      // Only files directly in the folder.
      if (!(await resourcesIn(dir)).includes(file)) throw new RequestError(404, `There is no ${file}`);
      return { status: 200, body: await readFile(join(dir, file)), headers: { "Content-Type": mimeTypeOf(file) } };
    },
  };
}

type Model = { readonly name: string; readonly spec: object; readonly resources: Readonly<Record<string, string>> };

async function modelOf(spec: Kernelspec): Promise<Model> {
  const { name, dir, argv, displayName, language, env, interruptMode, metadata } = spec;
  const files = (await resourcesIn(dir)).filter((file) => /^logo-|^kernel\.(?:js|css)$/.test(file));
  const url = (file: string): string => `/kernelspecs/${name}/${file}`;
  return {
    name,
    spec: { argv, display_name: displayName, language, env, interrupt_mode: interruptMode, metadata },
    resources: Object.fromEntries(files.map((file) => [file.replace(/(?<=logo.*)\.\w+$/, ""), url(file)])),
  };
}

async function specNamed(name: string): Promise<Kernelspec> {
  const spec = (await localKernelspecs()).find((each) => each.name === name.toLowerCase());
  if (spec === undefined) throw new RequestError(404, `Kernel spec ${name} not found`);
  return spec;
}

// The kernelspecs that come with packages may have no folder.
async function resourcesIn(dir: string): Promise<readonly string[]> {
  const entries = await readdir(dir, { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
}

const MIME_TYPES: Readonly<Record<string, string>> = {
  png: "image/png",
  svg: "image/svg+xml",
  js: "text/javascript",
  css: "text/css",
};

function mimeTypeOf(file: string): string {
  return MIME_TYPES[file.split(".").at(-1) ?? ""] ?? "application/octet-stream";
}
