import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Kernel, KernelManager, ServerConnection } from "@jupyterlab/services";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { muteClientLog } from "../../src/run/execute/session/client-log.ts";
import { survivors } from "../support/alive.ts";
import { run } from "./support/command.ts";
import { type EnterpriseGateway, startEnterpriseGateway } from "./support/enterprise-gateway.ts";
import { root, tsnb } from "./support/paths.ts";
import { StubCluster } from "./support/stub-cluster.ts";

let prefix: string;
let gateway: EnterpriseGateway;
let manager: KernelManager;
const unmute = muteClientLog();

async function start(
  args: readonly string[],
  options: Parameters<typeof startEnterpriseGateway>[1] = {},
): Promise<void> {
  prefix = await mkdtemp(join(tmpdir(), "tsnb-gateway-kernels-"));
  await run(process.execPath, [tsnb, "kernel", "install", "--prefix", prefix, ...args]);
  gateway = await startEnterpriseGateway(prefix, options);
  const settings = ServerConnection.makeSettings({ baseUrl: gateway.url });
  manager = new KernelManager({ serverSettings: settings });
  await manager.ready;
}

async function startWith(cluster: StubCluster, args: readonly string[] = []): Promise<void> {
  const env = {
    KUBERNETES_SERVICE_HOST: "127.0.0.1",
    KUBERNETES_SERVICE_PORT: String(cluster.port),
    PYTHONPATH: join(root, "test", "lab", "python", "cluster"),
    PYTHONDONTWRITEBYTECODE: "1",
    EG_INHERITED_ENVS: "PATH,PYTHONPATH,PYTHONDONTWRITEBYTECODE",
    EG_SHARED_NAMESPACE: "True",
    EG_NAMESPACE: "notebooks",
  };
  await start(["--gateway", "kubernetes", "--image", "registry.example.org/tsnb"], { args, env });
}

async function stop(): Promise<void> {
  await manager.shutdownAll();
  manager.dispose();
  await gateway.stop();
  await rm(prefix, { recursive: true, force: true });
}

afterAll(unmute);

/** Runs a cell; `onOutput` is called with each output's content. */
async function execute(
  kernel: Kernel.IKernelConnection,
  code: string,
  onOutput: (content: object) => void = () => {},
): Promise<string> {
  const future = kernel.requestExecute({ code });
  let shown = "";
  future.onIOPub = ({ header, content }) => {
    if (header.msg_type === "stream") onOutput(content);
    if (header.msg_type === "execute_result" && "data" in content) shown = JSON.stringify(content.data);
  };
  const { content } = await future.done;
  return content.status === "ok" ? shown : content.status;
}

async function pidOf(kernel: Kernel.IKernelConnection): Promise<number> {
  return Number(/\d+/.exec(await execute(kernel, "process.pid"))?.[0]);
}

async function interrupted(kernel: Kernel.IKernelConnection): Promise<string> {
  let asked = false;
  return execute(kernel, 'console.log("on"); for (;;) {}', () => {
    if (!asked) void kernel.interrupt();
    asked = true;
  });
}

describe.each([
  ["local", []],
  ["distributed", ["--gateway", "distributed", "--remote-hosts", "127.0.0.1"]],
] as const)("the %s process proxy of Enterprise Gateway", (_, args) => {
  beforeAll(() => start(args));
  afterAll(stop);

  it("starts, runs, interrupts, restarts and shuts down a kernel", async () => {
    const kernel = await manager.startNew({ name: "tsnb" });
    expect(await execute(kernel, "const one: number = 1; one + 1")).toContain('"2"');
    const first = await pidOf(kernel);
    expect(await interrupted(kernel)).toBe("error");
    expect(await execute(kernel, "one + 41")).toContain('"42"');
    await kernel.restart();
    expect(await execute(kernel, "typeof one")).toContain("undefined");
    const second = await pidOf(kernel);
    expect(second).not.toBe(first);
    await kernel.shutdown();
    expect(await survivors([first, second])).toEqual([]);
  });
});

const CULLING = ["idle_timeout=2", "interval=1", "connected=True"].map(
  (limit) => `--RemoteMappingKernelManager.cull_${limit}`,
);

describe("culling by Enterprise Gateway", () => {
  beforeAll(() => start(["--gateway", "distributed", "--remote-hosts", "127.0.0.1"], { args: CULLING }));
  afterAll(stop);

  it("ends an idle kernel, of which nothing is left", async () => {
    const kernel = await manager.startNew({ name: "tsnb" });
    const pid = await pidOf(kernel);
    expect(await survivors([pid], 60)).toEqual([]);
    kernel.dispose();
  });
});

describe("the Kubernetes process proxy of Enterprise Gateway", () => {
  let cluster: StubCluster;

  beforeAll(async () => {
    cluster = await StubCluster.start();
    await startWith(cluster);
  });

  afterAll(async () => {
    await stop();
    await cluster.stop();
  });

  it("makes a pod from the template, and runs, interrupts, restarts and shuts down its kernel", async () => {
    const kernel = await manager.startNew({ name: "tsnb" });
    expect(await execute(kernel, "const one: number = 1; one + 1")).toContain('"2"');
    const first = await pidOf(kernel);
    expect(cluster.made).toMatchObject([
      {
        metadata: {
          namespace: "notebooks",
          labels: { app: "enterprise-gateway", component: "kernel", kernel_id: kernel.id },
        },
        spec: {
          restartPolicy: "Never",
          automountServiceAccountToken: false,
          securityContext: { runAsNonRoot: true, runAsUser: 1000, runAsGroup: 100 },
          containers: [
            {
              image: "registry.example.org/tsnb",
              args: ["tsnb", "kernel", "launch"],
              resources: { requests: { memory: "512Mi" }, limits: { memory: "2Gi" } },
            },
          ],
        },
      },
    ]);
    expect(await interrupted(kernel)).toBe("error");
    expect(await execute(kernel, "one + 41")).toContain('"42"');
    await kernel.restart();
    expect(await execute(kernel, "typeof one")).toContain("undefined");
    const second = await pidOf(kernel);
    await kernel.shutdown();
    expect(await survivors([first, second])).toEqual([]);
    expect(cluster.running).toEqual([]);
  });
});

describe("culling on Kubernetes by Enterprise Gateway", () => {
  let cluster: StubCluster;

  beforeAll(async () => {
    cluster = await StubCluster.start();
    await startWith(cluster, CULLING);
  });

  afterAll(async () => {
    await stop();
    await cluster.stop();
  });

  it("ends an idle kernel and its pod", async () => {
    const kernel = await manager.startNew({ name: "tsnb" });
    const pid = await pidOf(kernel);
    expect(await survivors([pid], 60)).toEqual([]);
    await expect.poll(() => cluster.running, { timeout: 30_000 }).toEqual([]);
    kernel.dispose();
  });
});

describe("variables of a request to the Kubernetes process proxy", () => {
  let cluster: StubCluster;

  beforeAll(async () => {
    cluster = await StubCluster.start();
    await startWith(cluster);
  });

  afterAll(async () => {
    await stop();
    await cluster.stop();
  });

  afterEach(() => manager.shutdownAll());

  it("choose resources, user and image, and cannot write YAML of their own", async () => {
    const injected = 'x"\n    evil: "true';
    const env = {
      KERNEL_USERNAME: "ada",
      KERNEL_NAMESPACE: "of-ada",
      KERNEL_IMAGE: injected,
      KERNEL_CPUS: "2",
      KERNEL_MEMORY: "4Gi",
      KERNEL_MEMORY_LIMIT: "8Gi",
      KERNEL_UID: "1234",
    };
    const response = await fetch(`${gateway.url}/api/kernels`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ name: "tsnb", env }),
    });
    expect(response.status).toBe(201);
    const [pod] = cluster.made;
    expect(pod).toMatchObject({
      metadata: { namespace: "of-ada", name: expect.stringMatching(/^ada-/) },
      spec: { securityContext: { runAsUser: 1234 } },
    });
    const [container] = pod?.spec.containers ?? [];
    expect(container).toMatchObject({
      image: injected,
      resources: { requests: { cpu: "2", memory: "4Gi" }, limits: { memory: "8Gi" } },
    });
    expect(container?.env).toContainEqual({ name: "KERNEL_USERNAME", value: "ada" });
    expect(JSON.stringify(pod)).not.toContain('"evil"');
  });
});
