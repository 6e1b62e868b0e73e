import type { KernelMessage } from "@jupyterlab/services";
import * as v from "valibot";

/** A kernel's reply to a cell. */
export type Reply = {
  readonly ok: boolean;
  readonly executionCount: number | null;
  /** True when the kernel refused to run it because of an earlier error. */
  readonly aborted: boolean;
  /** The error as `name: message`; undefined when the kernel reports none. */
  readonly error: string | undefined;
};

/** The value of an expression: its JSON, or the error. */
export type Evaluated = { readonly json: unknown } | { readonly error: string };

type Content = KernelMessage.IExecuteReplyMsg["content"];

/** A kernel's reply to a cell. */
export function replyOf({ content }: KernelMessage.IExecuteReplyMsg): Reply {
  const { execution_count: count } = content;
  const error = "ename" in content && content.ename ? `${content.ename}: ${content.evalue}` : undefined;
  // tslab replies "abort".
  const status: string = content.status;
  const aborted = status === "aborted" || status === "abort";
  return { ok: status === "ok", aborted, executionCount: typeof count === "number" ? count : null, error };
}

const Snapshot = v.object({ tsnb: v.object({ snapshot_problem: v.nullable(v.string()) }) });

/** The reason why tsnb's kernel did not store values; undefined when it did. */
export function snapshotProblemIn(content: Content | undefined): string | undefined {
  const reply = v.safeParse(Snapshot, content);
  return reply.success ? (reply.output.tsnb.snapshot_problem ?? undefined) : "the kernel cannot keep values";
}

const Bundle = v.object({ data: v.record(v.string(), v.unknown()) });
const Failure = v.object({ ename: v.string(), evalue: v.string() });
const Expressions = v.object({ user_expressions: v.object({ value: v.union([Bundle, Failure]) }) });

/** The JSON that the value of an expression shows itself as, or its error. */
export function evaluatedIn(content: Content | undefined): Evaluated {
  const reply = v.safeParse(Expressions, content);
  if (!reply.success) return { error: "it does not evaluate expressions" };
  const { value } = reply.output.user_expressions;
  return "data" in value ? { json: value.data["application/json"] } : { error: `${value.ename}: ${value.evalue}` };
}
