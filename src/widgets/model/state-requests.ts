import { pack } from "./buffers.ts";
import type { WidgetComm, Port } from "./port.ts";
import type { State, StatePath } from "./state.ts";

const TARGET = "jupyter.widget.control";

/** The part of a model that answers to requests for all states contain. */
export type Described = { readonly state: State };

const open = new Map<string, Described>();
const answering = new WeakSet<Port>();

/** Answers the requests for the states of all open models that a browser sends when a page is reloaded. */
export function answerRequests(port: Port): void {
  if (answering.has(port)) return;
  answering.add(port);
  port.onComm(TARGET, (comm) => {
    comm.onMessage = ({ data }) => {
      if (data["method"] === "request_states") sendStates(comm);
    };
  });
}

export function remember(id: string, model: Described): void {
  open.set(id, model);
}

export function forget(id: string): void {
  open.delete(id);
}

function sendStates(comm: WidgetComm): void {
  const states: Record<string, object> = {};
  const bufferPaths: StatePath[] = [];
  const buffers: DataView[] = [];
  for (const [id, { state }] of open) {
    const packed = pack(state);
    states[id] = {
      model_name: state["_model_name"],
      model_module: state["_model_module"],
      model_module_version: state["_model_module_version"],
      state: packed.state,
    };
    bufferPaths.push(...packed.bufferPaths.map((path) => [id, "state", ...path]));
    buffers.push(...packed.buffers);
  }
  comm.send({ method: "update_states", states, buffer_paths: bufferPaths }, { buffers });
}
