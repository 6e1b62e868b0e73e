import { expect, it } from "vitest";
import { isIndependent, mayOutlive } from "../../../../src/run/servers/kernels/kernel-lifetime.ts";

const IPYTHON = { name: "python3", argv: ["python", "-m", "ipykernel_launcher", "-f", "{connection_file}"] };
const TSNB = { name: "tsnb", argv: ["/usr/bin/node", "/lib/main.cjs", "--connection-file", "{connection_file}"] };
const TSLAB = { name: "tslab", argv: ["tslab", "kernel", "--config-path={connection_file}"] };
const TSLAB_OF_TSNB = ["node", "--import=file:///lib/dist/jupyter/tslab-preload.js", "tslab", "kernel"];

it.each([
  ["IPython", IPYTHON, {}, false, false],
  ["tsnb", TSNB, {}, false, false],
  ["tslab", TSLAB, {}, false, true],
  ["tslab with tsnb's corrections", { name: "tslab", argv: TSLAB_OF_TSNB }, {}, false, false],
  ["a kernel whose command is unknown", { name: "ir", argv: [] }, {}, false, true],
  ["a local process proxy", IPYTHON, { process_proxy: { class_name: "x.LocalProcessProxy" } }, false, false],
  ["a process proxy on other hosts", TSNB, { process_proxy: { class_name: "x.DistributedProcessProxy" } }, true, true],
  ["a local provisioner", IPYTHON, { kernel_provisioner: { provisioner_name: "local-provisioner" } }, false, false],
  ["another provisioner", IPYTHON, { kernel_provisioner: { provisioner_name: "k8s" } }, true, true],
])(
  "knows whether a kernel is a child of its server, and may outlive it: %s",
  (_, spec, metadata, independent, outlives) => {
    expect([isIndependent({ metadata }), mayOutlive({ ...spec, metadata })]).toEqual([independent, outlives]);
  },
);
