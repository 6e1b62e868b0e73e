import * as v from "valibot";
import type { Kernelspec } from "../../jupyter/kernelspec.ts";
import { messageOf } from "../../util/error.ts";
import { kernelEnvironment } from "./environment.ts";
import { RunningKernel } from "./running-kernel.ts";
import type { StartRequest } from "./transport.ts";

/** The server's state. */
export type Server = {
  readonly kernels: Map<string, RunningKernel>;
  readonly findSpec: (name: string) => Promise<Kernelspec>;
};

const StartSchema = v.object({
  name: v.string(),
  path: v.string(),
  env: v.record(v.string(), v.string()),
}) satisfies v.GenericSchema<StartRequest>;

/**
 * The part of a Jupyter server's REST interface that a headless client needs: kernels are started,
 * looked at, interrupted and deleted.
 *
 * @see https://jupyter-server.readthedocs.io/en/latest/developers/rest-api.html
 */
export async function handleRequest(request: Request, server: Server): Promise<Response> {
  const [, api, kernels, id, action] = new URL(request.url).pathname.split("/");
  if (api !== "api" || kernels !== "kernels") return notFound();
  if (id === undefined) return request.method === "POST" ? start(request, server) : notFound();
  const kernel = server.kernels.get(id);
  if (kernel === undefined) return notFound();
  switch (`${request.method} ${action ?? ""}`) {
    case "GET ":
      return Response.json(modelOf(kernel));
    case "DELETE ":
      await kernel.shutdown();
      server.kernels.delete(id);
      return new Response(null, { status: 204 });
    case "POST interrupt":
      kernel.interrupt();
      return new Response(null, { status: 204 });
    default:
      return notFound();
  }
}

async function start(request: Request, { kernels, findSpec }: Server): Promise<Response> {
  const wanted = v.parse(StartSchema, await request.json());
  try {
    const spec = await findSpec(wanted.name);
    const kernel = await RunningKernel.start(spec, {
      cwd: wanted.path,
      env: { ...kernelEnvironment(process.env), ...wanted.env },
    });
    kernels.set(kernel.id, kernel);
    return Response.json(modelOf(kernel), { status: 201 });
  } catch (error) {
    return Response.json({ message: messageOf(error) }, { status: 500 });
  }
}

function modelOf({ id, name, deathReason }: RunningKernel): object {
  return deathReason === undefined ? { id, name } : { id, name, execution_state: "dead", reason: deathReason };
}

function notFound(): Response {
  return Response.json({ message: "not found" }, { status: 404 });
}
