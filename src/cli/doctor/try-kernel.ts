import { tmpdir } from "node:os";
import type { Kernelspec } from "../../jupyter/kernelspec.ts";
import { KernelSession } from "../../run/execute/session/kernel-session.ts";
import { localTransport } from "../../run/transport/local-transport.ts";
import { messageOf } from "../../util/error.ts";
import { within } from "../../util/within.ts";
import type { StartFact } from "./facts.ts";

const LIMIT_MS = 30_000;

/** Starts a kernel, requests its info, runs `1 + 1` and stops it. */
export async function tryKernel(spec: Kernelspec): Promise<StartFact> {
  try {
    return await tried(spec);
  } catch (error) {
    return { problem: messageOf(error) };
  }
}

async function tried(spec: Kernelspec): Promise<StartFact> {
  const results: unknown[] = [];
  const began = performance.now();
  const transport = localTransport(() => Promise.resolve(spec));
  const session = await KernelSession.start(transport, { name: spec.name, path: tmpdir(), env: {} });
  session.onOutput = ({ type, content }) => {
    if (type === "execute_result") results.push(content["data"]);
  };
  try {
    const died = session.died.then(({ reason }) => ({ problem: `it ended (${reason})` }));
    const fact = await within(LIMIT_MS, Promise.race([conversation(session, results, began), died]));
    return fact ?? { problem: `no answer within ${LIMIT_MS / 1000} s` };
  } finally {
    await session.close();
  }
}

async function conversation(session: KernelSession, results: readonly unknown[], began: number): Promise<StartFact> {
  await session.ready;
  const ready = performance.now();
  const reply = await session.execute("1 + 1").reply;
  const done = performance.now();
  if (!reply?.ok) return { problem: `1 + 1 failed (${reply?.error ?? "no answer"})` };
  const text = JSON.stringify(results);
  if (text !== '[{"text/plain":"2"}]') return { problem: `1 + 1 gave ${text}` };
  return { readyMs: ready - began, resultMs: done - ready };
}
