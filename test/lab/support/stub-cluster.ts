import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import * as v from "valibot";
import { tsnb } from "./paths.ts";

const Pod = v.looseObject({
  metadata: v.looseObject({ name: v.string(), namespace: v.string(), labels: v.record(v.string(), v.string()) }),
  spec: v.looseObject({
    containers: v.tuple([
      v.looseObject({
        image: v.string(),
        args: v.array(v.string()),
        env: v.array(v.strictObject({ name: v.string(), value: v.string() })),
        resources: v.record(v.string(), v.unknown()),
      }),
    ]),
  }),
});

type Pod = v.InferOutput<typeof Pod>;

/** The part of Kubernetes' API that Enterprise Gateway needs; each pod is a process on this machine. */
export class StubCluster {
  readonly #server: Server;
  readonly #processes = new Map<string, ChildProcess>();
  /** All pods that were created, including those that are gone. */
  readonly made: Pod[] = [];

  static async start(): Promise<StubCluster> {
    const cluster = new StubCluster();
    await new Promise<void>((resolve) => cluster.#server.listen(0, "127.0.0.1", resolve));
    return cluster;
  }

  private constructor() {
    const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
      const [status, answer] = this.#answer(request.method ?? "", request.url ?? "", await bodyOf(request));
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(answer));
    };
    this.#server = createServer((request, response) => void serve(request, response));
  }

  get port(): number {
    const address = this.#server.address();
    return typeof address === "object" && address !== null ? address.port : 0;
  }

  /** The names of the running pods. */
  get running(): string[] {
    return [...this.#processes.keys()];
  }

  /** Ends the pods and the cluster. */
  async stop(): Promise<void> {
    for (const name of this.running) await this.#end(name);
    this.#server.closeAllConnections();
    this.#server.close();
  }

  #answer(method: string, path: string, body: unknown): [number, object] {
    const name = /\/pods\/([^/?]+)/.exec(path)?.[1];
    if (method === "POST" && path.endsWith("/pods")) return [201, this.#create(v.parse(Pod, body))];
    if (method === "GET" && path.includes("/pods?")) return [200, this.#list(new URL(path, "http://localhost"))];
    if (method === "DELETE" && name !== undefined) return this.#delete(name);
    return [404, { kind: "Status", status: "Failure", code: 404 }];
  }

  #create(pod: Pod): object {
    this.made.push(pod);
    const [{ args, env }] = pod.spec.containers;
    const own = Object.fromEntries(env.map(({ name, value }) => [name, value]));
    const process_ = spawn(process.execPath, [tsnb, ...args.slice(1)], {
      env: { PATH: process.env["PATH"], HOME: process.env["HOME"], ...own },
      stdio: "ignore",
    });
    const { name } = pod.metadata;
    this.#processes.set(name, process_);
    process_.once("exit", () => this.#processes.delete(name));
    return pod;
  }

  #list(url: URL): object {
    const wanted = (url.searchParams.get("labelSelector") ?? "").split(",").map((pair) => pair.split("="));
    const items = this.made
      .filter(({ metadata: { name, labels } }) => {
        return this.#processes.has(name) && wanted.every(([label = "", value]) => labels[label] === value);
      })
      .map((pod) => ({ ...pod, status: { phase: "Running", podIP: "127.0.0.1", hostIP: "127.0.0.1" } }));
    return { kind: "PodList", apiVersion: "v1", items };
  }

  #delete(name: string): [number, object] {
    const pod = this.made.find(({ metadata }) => metadata.name === name);
    if (pod === undefined || !this.#processes.has(name)) return [404, { kind: "Status", status: "Failure", code: 404 }];
    void this.#end(name);
    return [200, { ...pod, status: { phase: "Succeeded" } }];
  }

  async #end(name: string): Promise<void> {
    const process_ = this.#processes.get(name);
    if (process_ === undefined) return;
    const exited = once(process_, "exit");
    process_.kill("SIGTERM");
    await exited;
  }
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const text = Buffer.concat(chunks).toString("utf8");
  return text === "" ? undefined : JSON.parse(text);
}
