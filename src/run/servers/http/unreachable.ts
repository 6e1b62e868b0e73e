import { once } from "node:events";
import tls from "node:tls";
import { messageOf } from "../../../util/error.ts";
import { ServerUnreachableError } from "../errors.ts";

const PROBE_MS = 3000;
const CHECK = "Check the address, and that the server runs";

type Cause = { readonly got: string; readonly fix: string };

const BY_CODE: Readonly<Record<string, Cause>> = {
  ECONNREFUSED: { got: "nothing listens there", fix: CHECK },
  ENOTFOUND: { got: "there is no machine with that name", fix: "Check the address" },
  EAI_AGAIN: { got: "the name of the machine could not be looked up", fix: "Check the address and the network" },
  EHOSTUNREACH: { got: "that machine cannot be reached", fix: "Check the address and the network" },
  ENETUNREACH: { got: "that machine cannot be reached", fix: "Check the address and the network" },
  EMFILE: {
    got: "this process has reached its limit of open files and connections",
    fix: "Raise the limit with ulimit -n, or run fewer notebooks at once with --jobs",
  },
  ABORT_ERR: { got: "tsnb stopped waiting for the answer", fix: CHECK },
  ETIMEDOUT: { got: "it did not answer in time", fix: CHECK },
  EPROTO: { got: "it does not speak https there", fix: "Write http:// for https:// if it speaks plain http" },
  ERR_SSL_WRONG_VERSION_NUMBER: {
    got: "it does not speak https there",
    fix: "Write http:// for https:// if it speaks plain http",
  },
  ERR_SSL_PACKET_LENGTH_TOO_LONG: {
    got: "it does not speak https there",
    fix: "Write http:// for https:// if it speaks plain http",
  },
  CERT_HAS_EXPIRED: {
    got: "its certificate has expired, or a clock is off",
    fix: "Renew the certificate, or set the clock",
  },
  CERT_NOT_YET_VALID: { got: "its certificate is not valid yet, or a clock is off", fix: "Set this machine's clock" },
  ERR_TLS_CERT_ALTNAME_INVALID: {
    got: "its certificate is for another name",
    fix: "Use the host name in the certificate",
  },
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: {
    got: "it requires a client certificate",
    fix: "Give one with --client-cert FILE and --client-key FILE",
  },
  ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE: {
    got: "it refused the handshake, perhaps because it requires a client certificate",
    fix: "Give one with --client-cert FILE and --client-key FILE",
  },
};

const UNKNOWN_AUTHORITY: Cause = {
  got: "its certificate is signed by an authority that is not trusted here",
  fix: "Give the certificate of its authority with --ca FILE (for a self-signed one, the certificate itself)",
};
const UNKNOWN_AUTHORITY_CODES = new Set([
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
]);

const AFTER_SENDING = new Set(["ABORT_ERR", "ETIMEDOUT"]);

/** The error for a request that got no answer. */
export async function unreachable(url: string, error: unknown): Promise<ServerUnreachableError> {
  const codes = codesOf(error);
  const unknown = codes.some((code) => UNKNOWN_AUTHORITY_CODES.has(code)) ? UNKNOWN_AUTHORITY : undefined;
  const known = unknown ?? codes.flatMap((code) => BY_CODE[code] ?? [])[0];
  // A server that speaks TLS hangs up on plain http.
  const isTls = known === undefined && url.startsWith("http:") && (await speaksTls(url));
  const cause = isTls
    ? { got: "it hung up on plain http, and speaks https there", fix: "Write https:// for http://" }
    : (known ?? { got: "the connection failed", fix: CHECK });
  const isRefused = codes.length > 0 && codes.every((code) => code === "ECONNREFUSED");
  const mayHaveArrived = !isTls && (known === undefined || codes.some((code) => AFTER_SENDING.has(code)));
  const reach = { isRefused, mayHaveArrived };
  return new ServerUnreachableError(url, { ...cause, got: `${cause.got} (${messagesOf(error)})` }, reach, error);
}

function codesOf(error: unknown): string[] {
  if (error instanceof AggregateError) return error.errors.flatMap(codesOf);
  return error instanceof Error && "code" in error && typeof error.code === "string" ? [error.code] : [];
}

function messagesOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors.map(messageOf).join("; ");
  return messageOf(error).trim().split("\n")[0] ?? "";
}

async function speaksTls(url: string): Promise<boolean> {
  const { hostname, port } = new URL(url);
  const socket = tls.connect({
    host: hostname.replace(/^\[|\]$/g, ""),
    port: Number(port) || 80,
    // Nothing is sent; only the protocol matters.
    rejectUnauthorized: false,
    timeout: PROBE_MS,
  });
  socket.once("timeout", () => socket.destroy(new Error("silent")));
  try {
    await once(socket, "secureConnect");
    return true;
  } catch {
    // It does not speak TLS.
    return false;
  } finally {
    socket.destroy();
  }
}
