import { afterEach, describe, expect, it, vi } from "vitest";
import { commsSent } from "../support/scripted-channel.ts";
import {
  BUSY,
  FAILED,
  IDLE,
  REPLY,
  cell,
  comm,
  completed,
  failure,
  message,
  outcomeOf,
  printed,
  run,
  show,
  shown,
  stream,
  type Case,
} from "../support/scripted-messages.ts";

vi.mock("../../../src/run/transport/kernel-process.ts", () => import("../support/scripted-channel.ts"));
vi.mock("../../../src/jupyter/client-channels.ts", () => import("../support/scripted-channel.ts"));

afterEach(() => vi.unstubAllEnvs());

describe.each<[string, Case[]]>([
  [
    "comms",
    [
      [
        "of others are not outputs, and stay open",
        [
          cell(
            comm("open", { target_name: "mine", data: {} }),
            comm("msg", { data: { a: 1 } }),
            comm("close", {}),
            stream("a"),
          ),
        ],
        { outputs: [[printed("a")]] },
      ],
      [
        "that nobody has opened are not outputs",
        [cell(comm("msg", { data: {} }), stream("a"))],
        { outputs: [[printed("a")]] },
      ],
    ],
  ],
  [
    "a kernel",
    [
      [
        "that asks the user gets an error at once",
        [
          [
            BUSY,
            stream("a"),
            ["stdin", "input_request", { prompt: "Name?", password: false }],
            ["until", "interrupt"],
            FAILED,
            IDLE,
          ],
          cell(),
        ],
        {
          outputs: [[printed("a")], []],
          counts: [1, null],
          statuses: ["failed", "not-run"],
          error: failure({ name: "InputRequestedError", prompt: "Name?" }),
        },
      ],
      [
        "that dies keeps its outputs",
        [[BUSY, stream("a"), ["exit", 9]], cell()],
        {
          outputs: [[printed("a")], []],
          counts: [null, null],
          statuses: ["failed", "not-run"],
          error: failure({ name: "KernelDeathError", message: expect.stringContaining("exited with code 9") }),
        },
      ],
      [
        "that reports its death is lost",
        [[BUSY, stream("a"), message("status", { execution_state: "dead" })], cell()],
        {
          outputs: [[printed("a")], []],
          counts: [null, null],
          statuses: ["failed", "not-run"],
          error: failure({ name: "KernelDeathError", message: expect.stringContaining("it reports that it is dead") }),
        },
      ],
      [
        "that restarts is lost, since it has forgotten the cells' names",
        [[BUSY, stream("a"), message("status", { execution_state: "restarting" }), REPLY, IDLE], cell(stream("b"))],
        {
          outputs: [[printed("a")], []],
          counts: [null, null],
          statuses: ["failed", "not-run"],
          error: failure({ name: "KernelDeathError", message: expect.stringContaining("restarted") }),
        },
      ],
      [
        "that reports starting continues",
        [cell(message("status", { execution_state: "starting" }, "nobody"), stream("a")), cell(stream("b"))],
        {
          outputs: [[printed("a")], [printed("b")]],
        },
      ],
      [
        "in a custom state continues",
        [cell(message("status", { execution_state: "pondering" }), stream("a")), cell(stream("b"))],
        {
          outputs: [[printed("a")], [printed("b")]],
        },
      ],
      [
        "may send messages of other types",
        [cell(message("debug_event", { body: 1 }), message("x-mine", {}), ["shell", "x_reply", {}], stream("a"))],
        { outputs: [[printed("a")]] },
      ],
      [
        "with only the required fields is understood",
        [
          cell(
            show("old"),
            message("clear_output", {}),
            message("display_data", { data: { "text/plain": "a" } }),
            stream("b"),
          ),
        ],
        { outputs: [[shown("a"), printed("b")]] },
      ],
      [
        "that sends a stream without text breaks the protocol",
        [cell(stream("a"), message("stream", { name: "stdout" }))],
        {
          outputs: [[printed("a")]],
          counts: [null],
          statuses: ["failed"],
          error: failure({ name: "KernelDeathError", message: expect.stringContaining('with a "stream" message') }),
        },
      ],
      [
        "that sends frames that are not a message breaks the protocol",
        [[...cell(stream("a")), ["raw", ["noise"]]], cell()],
        {
          outputs: [[printed("a")], []],
          counts: [1, null],
          statuses: ["passed", "failed"],
          error: failure({ name: "KernelDeathError", message: expect.stringContaining("not a Jupyter message") }),
        },
      ],
    ],
  ],
])("%s", (_, table) => {
  it.each(table)("%s", async (_name, cells, expected) => {
    expect(await outcomeOf(cells, expected)).toEqual(completed(cells, expected));
  });
});

// The runner names models by their order, so that names stay the same between runs: the SHA-256 of "widget 0".
const FIRST_MODEL = "688db215c7917a067c227c2f77c77328";

it("keeps the state of widgets, and gives output widgets their outputs", async () => {
  const model = { _model_name: "OutputModel", _model_module: "@jupyter-widgets/output", _model_module_version: "1" };
  const open = comm("open", { target_name: "jupyter.widget", data: { state: { ...model, outputs: [] } } });
  const { metadata, cells, ran } = await run([
    cell(open, comm("msg", { data: { method: "update", state: { layout: "wide" } } }), show("mine")),
  ]);
  expect(ran.status).toBe("passed");
  expect(cells.map(({ outputs }) => outputs)).toEqual([[shown("mine")]]);
  expect(metadata["widgets"]).toMatchObject({
    "application/vnd.jupyter.widget-state+json": {
      state: { [FIRST_MODEL]: { state: { ...model, layout: "wide" } } },
    },
  });
  expect(commsSent).toEqual([]);
});
