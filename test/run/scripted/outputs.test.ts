import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import {
  BUSY,
  FAILED,
  IDLE,
  cell,
  clear,
  completed,
  failed,
  failure,
  message,
  named,
  oops,
  outcomeOf,
  printed,
  result,
  show,
  shown,
  stream,
  update,
  value,
  type Case,
} from "../support/scripted-messages.ts";

vi.mock("../../../src/run/transport/kernel-process.ts", () => import("../support/scripted-channel.ts"));
vi.mock("../../../src/jupyter/client-channels.ts", () => import("../support/scripted-channel.ts"));

beforeEach(() => vi.stubEnv("CUT_SECRET", "s3cret-of-mine"));
afterEach(() => vi.unstubAllEnvs());

const MEGABYTES = "x".repeat(20_000_000);

describe.each<[string, Case[]]>([
  [
    "streams",
    [
      ["are joined piece by piece", [cell(stream("a"), stream("b\n"), stream("c"))], { outputs: [[printed("ab\nc")]] }],
      [
        "that are interleaved keep their order",
        [cell(stream("1"), stream("2", "stderr"), stream("3"))],
        {
          outputs: [[printed("1"), printed("2", "stderr"), printed("3")]],
        },
      ],
      [
        "are separated by other outputs",
        [cell(stream("1"), show("x"), stream("2"))],
        {
          outputs: [[printed("1"), shown("x"), printed("2")]],
        },
      ],
      ["without text leave nothing", [cell(stream(""), stream("", "stderr"))], { outputs: [[]] }],
      [
        "overwrite their line at a carriage return",
        [cell(stream("10 %\r"), stream("100 %\r"), stream("done  "))],
        {
          outputs: [[printed("done  ")]],
        },
      ],
      [
        "keep a line end that comes in two pieces",
        [cell(stream("a\r"), stream("\nb"))],
        { outputs: [[printed("a\nb")]] },
      ],
      ["remove what the next piece erases", [cell(stream("abc"), stream("\b\bx"))], { outputs: [[printed("ax")]] }],
      ["of other names are kept", [cell(stream("a", "log"))], { outputs: [[printed("a", "log")]] }],
    ],
  ],
  [
    "displays",
    [
      [
        "are updated within their cell",
        [cell(show("a", "d"), stream("x"), update("b", "d"))],
        {
          outputs: [[shown("b"), printed("x")]],
        },
      ],
      [
        "are updated by later cells",
        [cell(show("a", "d")), cell(update("b", "d"), stream("x"))],
        {
          outputs: [[shown("b")], [printed("x")]],
        },
      ],
      [
        "of the same id are all updated",
        [cell(show("a", "d"), show("a", "d")), cell(show("a", "d"), update("b", "d"))],
        {
          outputs: [[shown("b"), shown("b")], [shown("b")]],
        },
      ],
      [
        "of other ids are left alone",
        [cell(show("a", "d"), show("a", "e"), update("b", "d"))],
        {
          outputs: [[shown("b"), shown("a")]],
        },
      ],
      [
        "that are shown again change where they were shown before",
        [cell(show("a", "d")), cell(show("b", "d"))],
        {
          outputs: [[shown("b")], [shown("b")]],
        },
      ],
      ["that nobody has shown are not updated", [cell(update("b", "d"), stream("x"))], { outputs: [[printed("x")]] }],
      [
        "are updated late, for a cell that is over",
        [cell(show("a", "d")), cell(), cell(update("b", "d", 1))],
        {
          outputs: [[shown("b")], [], []],
        },
      ],
      ["that were cleared are not updated", [cell(show("a", "d"), clear(false), update("b", "d"))], { outputs: [[]] }],
      [
        "that are results stay results",
        [cell(result("a", 1, named("d"))), cell(update("b", "d"))],
        {
          outputs: [[value("b", 1)], []],
        },
      ],
      [
        "hold only text and JSON",
        [cell(message("display_data", { data: { "text/plain": ["a", "b"], "x/y": 1 }, metadata: {} }))],
        {
          outputs: [[{ output_type: "display_data", data: { "text/plain": "ab", "x/y": "1" }, metadata: {} }]],
        },
      ],
    ],
  ],
  [
    "clear_output",
    [
      ["clears at once", [cell(show("a"), clear(false), show("b"))], { outputs: [[shown("b")]] }],
      [
        "that waits clears when something new comes",
        [cell(show("a"), clear(true), stream("b"))],
        { outputs: [[printed("b")]] },
      ],
      [
        "that waits keeps the output when nothing comes",
        [cell(show("a"), clear(true)), cell(stream("b"))],
        {
          outputs: [[shown("a")], [printed("b")]],
        },
      ],
      [
        "that waits is not ended by an update",
        [cell(show("a", "d"), clear(true), update("b", "d"))],
        { outputs: [[shown("b")]] },
      ],
      [
        "that waits is ended by an error",
        [[BUSY, show("a"), clear(true), message("error", oops), FAILED, IDLE]],
        {
          outputs: [[failed()]],
          statuses: ["failed"],
          error: failure({ name: "CellFailedError" }),
        },
      ],
      ["that waits does not wait when asked again", [cell(show("a"), clear(true), clear(false))], { outputs: [[]] }],
      [
        "in a loop leaves the last round",
        [cell(...[1, 2, 3].flatMap((round) => [clear(true), stream(`${round}`)]))],
        {
          outputs: [[printed("3")]],
        },
      ],
      ["clears its own cell", [cell(show("a")), cell(clear(false))], { outputs: [[shown("a")], []] }],
    ],
  ],
  [
    "much output",
    [
      ["in one message is kept", [cell(show(MEGABYTES))], { outputs: [[shown(MEGABYTES)]] }],
      [
        "in many messages is kept in order",
        [cell(["repeat", 3000, stream("12345\n")], show("end"))],
        {
          outputs: [[printed("12345\n".repeat(3000)), shown("end")]],
        },
      ],
      [
        "is cut at the limit of bytes, with a notice, but for errors",
        [[BUSY, stream("12345"), stream("67890"), stream("x"), message("error", oops), FAILED, IDLE]],
        {
          options: { outputBytes: 8 },
          outputs: [[printed("12345678"), printed(expect.stringMatching(/^\[output cut: /), "stderr"), failed()]],
          statuses: ["failed"],
          error: failure({ name: "CellFailedError" }),
        },
      ],
      [
        "is cut at the limit of the notebook, with a notice in each cell",
        [cell(stream("12345")), cell(stream("67890")), cell(stream("x")), cell(message("error", oops))],
        {
          options: { notebookOutputBytes: 8, allowErrors: true },
          outputs: [
            [printed("12345")],
            [printed("678"), printed(expect.stringMatching(/^\[output cut: the notebook /), "stderr")],
            [printed(expect.stringMatching(/^\[output cut: the notebook /), "stderr")],
            [failed()],
          ],
        },
      ],
      [
        "in one message is cut between characters, and before the beginning of a secret",
        [cell(stream("1234\u20ac5")), cell(stream("12s3cret-of-mine")), cell(stream("1s3"), stream("cret-of-mine"))],
        {
          options: { outputBytes: 6, notebookOutputBytes: 1000, secret: ["CUT_SECRET"] },
          outputs: [
            [printed("1234"), printed(expect.stringMatching(/^\[output cut: /), "stderr")],
            [printed("12"), printed(expect.stringMatching(/^\[output cut: /), "stderr")],
            [printed("1s3"), printed(expect.stringMatching(/^\[output cut: /), "stderr")],
          ],
        },
      ],
      [
        "of a cell that is redrawn for long is not cut",
        [cell(...Array.from({ length: 20 }, (_unused, round) => [clear(true), show(`round ${round}`)]).flat())],
        { options: { notebookOutputBytes: 20 }, outputs: [[shown("round 19")]] },
      ],
      [
        "is cut at the limit of outputs",
        [cell(show("1"), show("2"), show("3"), update("x", "d"), show("4")), cell(show("5"))],
        {
          options: { outputCount: 2 },
          outputs: [
            [
              shown("1"),
              shown("2"),
              printed(
                expect.stringMatching(/^\[output cut: .* the first that is missing has text\/plain\]\n$/),
                "stderr",
              ),
            ],
            [shown("5")],
          ],
        },
      ],
    ],
  ],
])("%s", (_, table) => {
  it.each(table)("%s", async (_name, cells, expected) => {
    expect(await outcomeOf(cells, expected)).toEqual(completed(cells, expected));
  });
});
