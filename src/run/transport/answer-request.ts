import type { RunningKernel } from "./running-kernel.ts";

/**
 * The part of a Jupyter server's REST interface that a headless client needs: requests to look up, interrupt and
 * delete kernels.
 *
 * @see https://jupyter-server.readthedocs.io/en/latest/developers/rest-api.html
 */
export async function answerRequest(request: Request, running: Map<string, RunningKernel>): Promise<Response> {
  const [, api, kernels, id = "", action] = new URL(request.url).pathname.split("/");
  if (api !== "api" || kernels !== "kernels") return notFound();
  const kernel = running.get(id);
  if (kernel === undefined) return notFound();
  switch (`${request.method} ${action ?? ""}`) {
    case "GET ":
      return Response.json(modelOf(kernel));
    case "DELETE ":
      await kernel.shutdown();
      running.delete(id);
      return new Response(null, { status: 204 });
    case "POST interrupt":
      kernel.interrupt();
      return new Response(null, { status: 204 });
    default:
      return notFound();
  }
}

function modelOf({ id, name, deathReason }: RunningKernel): object {
  return deathReason === undefined ? { id, name } : { id, name, execution_state: "dead", reason: deathReason };
}

function notFound(): Response {
  return Response.json({ message: "not found" }, { status: 404 });
}
