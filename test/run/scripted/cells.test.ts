import { afterEach, describe, expect, it, vi } from "vitest";

import {
  BUSY,
  FAILED,
  IDLE,
  REPLY,
  cell,
  completed,
  failed,
  failure,
  message,
  oops,
  outcomeOf,
  printed,
  result,
  show,
  shown,
  stream,
  value,
  type Case,
} from "../support/scripted-messages.ts";

vi.mock("../../../src/run/transport/kernel-process.ts", () => import("../support/scripted-channel.ts"));
vi.mock("../../../src/jupyter/client-channels.ts", () => import("../support/scripted-channel.ts"));

afterEach(() => vi.unstubAllEnvs());

describe.each<[string, Case[]]>([
  [
    "the end of a cell",
    [
      [
        "comes after the output between reply and idle",
        [[BUSY, REPLY, stream("a"), IDLE]],
        { outputs: [[printed("a")]] },
      ],
      ["comes with the reply after idle", [[BUSY, stream("a"), IDLE, REPLY]], { outputs: [[printed("a")]] }],
      [
        "comes after the output between idle and reply",
        [[BUSY, IDLE, stream("a"), REPLY]],
        { outputs: [[printed("a")]] },
      ],
      ["comes without busy", [[stream("a"), REPLY, IDLE]], { outputs: [[printed("a")]] }],
      [
        "comes once, though idle comes twice",
        [[...cell(stream("a")), IDLE], cell(stream("b"))],
        {
          outputs: [[printed("a")], [printed("b")]],
        },
      ],
      [
        "comes once, though the reply comes twice: the last before idle counts",
        [[BUSY, REPLY, ["reply", { execution_count: 9 }], IDLE, ["reply", { execution_count: 10 }]], cell()],
        { outputs: [[], []], counts: [9, 2] },
      ],
      [
        "does not come with the idle of another client's request",
        [[BUSY, REPLY, ["idle", "other"], stream("a"), IDLE]],
        {
          outputs: [[printed("a")]],
        },
      ],
      [
        "does not come with the idle of an earlier cell",
        [cell(), [BUSY, REPLY, ["idle", 1], stream("a"), IDLE]],
        {
          outputs: [[], [printed("a")]],
        },
      ],
      [
        "ignores an idle without a request",
        [[BUSY, REPLY, ["idle", "nobody"], stream("a"), IDLE]],
        {
          outputs: [[printed("a")]],
        },
      ],
      [
        "does not come with another client's reply",
        [[BUSY, ["reply", { status: "error", ...oops }, "other"], REPLY, IDLE]],
        {
          outputs: [[]],
        },
      ],
      [
        "that never comes is one of the time limit when the reply is missing",
        [[BUSY, stream("a"), IDLE], cell()],
        {
          options: { timeout: 0.2 },
          outputs: [[printed("a")], []],
          counts: [null, null],
          statuses: ["failed", "not-run"],
          error: failure({ name: "CellTimeoutError" }),
        },
      ],
    ],
  ],
  [
    "late output",
    [
      [
        "after a cell's end is that cell's",
        [[...cell(), stream("late")], cell(stream("b"))],
        {
          outputs: [[printed("late")], [printed("b")]],
        },
      ],
      [
        "during the next cell still belongs to its own cell",
        [[...cell(stream("a")), ["until", "request"], stream(" and late")], cell(stream("b"))],
        { outputs: [[printed("a and late")], [printed("b")]] },
      ],
      [
        "goes by its parent, not by its time",
        [cell(stream("a")), cell(stream("b"), stream("late", "stdout", 1), stream("c"))],
        {
          outputs: [[printed("alate")], [printed("bc")]],
        },
      ],
      [
        "that comes while the kernel shuts down is kept",
        [[...cell(stream("a")), ["until", "request"], show("late")]],
        {
          outputs: [[printed("a"), shown("late")]],
        },
      ],
      [
        "that arrives when the kernel's process has ended is kept",
        [
          cell(["under way", stream("a")]),
          cell(["under way", stream("b")], ["under way", stream("late", "stdout", 1)]),
        ],
        { outputs: [[printed("alate")], [printed("b")]] },
      ],
      [
        "that arrives when the kernel was lost is kept",
        [[BUSY, stream("a"), ["under way", stream("b")], ["exit", 9]]],
        {
          outputs: [[printed("ab")]],
          counts: [null],
          statuses: ["failed"],
          error: failure({ name: "KernelDeathError" }),
        },
      ],
      [
        "is kept, though the kernel is busy with a comm message when it is asked to end",
        [[...cell(stream("a")), ["comm busy"], ["until", "request"], show("late")]],
        { outputs: [[printed("a"), shown("late")]] },
      ],
      [
        "of another client is nobody's",
        [cell(stream("theirs", "stdout", "other"), stream("a"))],
        { outputs: [[printed("a")]] },
      ],
      [
        "without a parent is nobody's",
        [cell(stream("?", "stdout", "nobody"), stream("a"))],
        { outputs: [[printed("a")]] },
      ],
    ],
  ],
  [
    "a late error",
    [
      [
        "that arrives when the kernel's process has ended fails its cell and the notebook",
        [cell(), cell(["under way", message("error", oops)])],
        {
          outputs: [[], [failed()]],
          statuses: ["passed", "failed"],
          error: failure({ name: "CellFailedError", place: expect.objectContaining({ cell: 2 }) }),
        },
      ],
      [
        "fails its cell beside that of another: the first is the notebook's",
        [cell(["under way", message("error", oops)]), cell(), cell(["under way", message("error", oops)])],
        {
          outputs: [[failed()], [], [failed()]],
          statuses: ["failed", "passed", "failed"],
          error: failure({ name: "CellFailedError", place: expect.objectContaining({ cell: 1 }) }),
        },
      ],
    ],
  ],
  [
    "counts",
    [
      [
        "are those of the replies",
        [[BUSY, ["reply", { execution_count: 41 }], IDLE], cell()],
        { outputs: [[], []], counts: [41, 2] },
      ],
      [
        "that the reply lacks are empty",
        [[BUSY, ["reply", { execution_count: null }], IDLE]],
        { outputs: [[]], counts: [null] },
      ],
      ["of results are their own", [cell(result("4", 7))], { outputs: [[value("4", 7)]] }],
      [
        "of a cell that fails are kept",
        [[BUSY, message("error", oops), FAILED, IDLE], cell()],
        {
          outputs: [[failed()], []],
          counts: [1, null],
          statuses: ["failed", "not-run"],
          error: failure({ name: "CellFailedError", summary: "Oops: broken" }),
        },
      ],
    ],
  ],
  [
    "errors",
    [
      [
        "without a traceback are kept",
        [[BUSY, message("error", { ...oops, traceback: [] }), FAILED, IDLE]],
        {
          outputs: [[failed({ ...oops, traceback: [] })]],
          statuses: ["failed"],
          error: failure({ name: "CellFailedError", summary: "Oops: broken" }),
        },
      ],
      [
        "that lack a traceback altogether are kept",
        [[BUSY, message("error", { ename: "E", evalue: "v" }), FAILED, IDLE]],
        {
          outputs: [[failed({ ename: "E", evalue: "v", traceback: [] })]],
          statuses: ["failed"],
          error: failure({ name: "CellFailedError" }),
        },
      ],
      [
        "that only the reply contains fail the cell",
        [[BUSY, FAILED, IDLE], cell()],
        {
          outputs: [[], []],
          counts: [1, null],
          statuses: ["failed", "not-run"],
          error: failure({ name: "CellFailedError", summary: "Oops: broken" }),
        },
      ],
      [
        "that the reply does not tell fail the cell",
        [cell(message("error", oops), stream("on")), cell()],
        {
          outputs: [[failed(), printed("on")], []],
          counts: [1, null],
          statuses: ["failed", "not-run"],
          error: failure({ name: "CellFailedError", summary: "Oops: broken" }),
        },
      ],
      [
        "that abort a cell send it again",
        [[BUSY, ["reply", { status: "aborted" }], IDLE, ["until", "resent"], ...cell(stream("a"))]],
        {
          outputs: [[printed("a")]],
        },
      ],
      [
        "that abort a cell, as tslab does, are followed by a new request",
        [[BUSY, ["reply", { status: "abort" }], IDLE, ["until", "resent"], ...cell(stream("a"))]],
        { outputs: [[printed("a")]] },
      ],
    ],
  ],
])("%s", (_, table) => {
  it.each(table)("%s", async (_name, cells, expected) => {
    expect(await outcomeOf(cells, expected)).toEqual(completed(cells, expected));
  });
});
