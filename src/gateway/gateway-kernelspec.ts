import { join } from "node:path";
import type { Kernelspec } from "../jupyter/kernelspec.ts";
import { tsnbKernelspec } from "../kernel/kernelspec.ts";
import { packageRoot } from "../util/package-root.ts";

/** The ways in which Enterprise Gateway starts kernels: on hosts that it reaches by ssh, or as pods of Kubernetes. */
export const GATEWAY_PROXIES = ["distributed", "kubernetes"] as const;

export type GatewayProxy = (typeof GATEWAY_PROXIES)[number];

/** The machines on which the gateway runs kernels. */
export type GatewayTarget = {
  readonly proxy: GatewayProxy;
  /** The absolute path of Node.js on the hosts. */
  readonly node: string;
  /** The hosts of the distributed proxy; the gateway's own list when empty. */
  readonly hosts: readonly string[];
  /** The container image of the pods; the gateway's `EG_KERNEL_IMAGE` without one. */
  readonly image?: string | undefined;
};

const PROXIES = "enterprise_gateway.services.processproxies";

const REQUEST = [
  "--RemoteProcessProxy.kernel-id",
  "{kernel_id}",
  "--RemoteProcessProxy.port-range",
  "{port_range}",
  "--RemoteProcessProxy.response-address",
  "{response_address}",
  "--RemoteProcessProxy.public-key",
  "{public_key}",
];

/** The kernelspec with which Jupyter Enterprise Gateway starts tsnb's kernel. */
export function gatewayKernelspec({ proxy, node, hosts, image }: GatewayTarget): Omit<Kernelspec, "dir"> {
  const { env: _, ...spec } = tsnbKernelspec(node);
  const command =
    proxy === "kubernetes"
      ? ["python3", "{resource_dir}/launch_pod.py"]
      : [node, join(packageRoot(), "dist", "cli", "main.cjs"), "kernel", "launch"];
  const target =
    proxy === "kubernetes"
      ? {
          class_name: `${PROXIES}.k8s.KubernetesProcessProxy`,
          config: image === undefined ? {} : { image_name: image },
        }
      : {
          class_name: `${PROXIES}.distributed.DistributedProcessProxy`,
          config: hosts.length === 0 ? {} : { remote_hosts: hosts.join(",") },
        };
  return {
    ...spec,
    argv: [...command, ...REQUEST],
    env: {},
    metadata: { process_proxy: target },
  };
}

/** The absolute paths of the files that belong beside a gateway's kernelspec. */
export function gatewayResources(proxy: GatewayProxy): string[] {
  if (proxy === "distributed") return [];
  return ["launch_pod.py", "kernel-pod.yaml.j2"].map((name) => join(packageRoot(), "assets", "gateway", name));
}
