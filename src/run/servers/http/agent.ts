import { readFileSync } from "node:fs";
import http from "node:http";
import https from "node:https";
import tls from "node:tls";
import { HttpsProxyAgent } from "https-proxy-agent";
import { getProxyForUrl } from "proxy-from-env";

/** Certificates for the connection to a server, in PEM. */
export type Certificates = {
  /** Authorities to trust in addition to Node's own. */
  readonly ca?: string | undefined;
  /** The client's certificate and its key. */
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
  /** False to trust any certificate; true by default. */
  readonly isVerified?: boolean | undefined;
};

type Trust = {
  readonly rootCertificates: readonly string[];
  readonly getCACertificates?: (type: "default") => string[];
};

// The certificates that Node.js trusts by default, including NODE_EXTRA_CA_CERTS; it lists them itself from 22.15 on.
function trusted(): readonly string[] {
  const { rootCertificates, getCACertificates }: Trust = tls;
  if (getCACertificates !== undefined) return getCACertificates("default");
  const file = process.env["NODE_EXTRA_CA_CERTS"];
  return file ? [...rootCertificates, readFileSync(file, "utf8")] : rootCertificates;
}

type OwnTls = Pick<
  tls.SecureContextOptions & tls.CommonConnectionOptions,
  "ca" | "cert" | "key" | "rejectUnauthorized"
>;

// https-proxy-agent 9.1 uses its options only for the connection to the proxy, not for TLS through it.
class TunnelAgent extends HttpsProxyAgent<string> {
  readonly #own: OwnTls;

  constructor(proxy: string, options: https.AgentOptions, own: OwnTls) {
    super(proxy, options);
    this.#own = own;
  }

  override connect(...[request, options]: Parameters<HttpsProxyAgent<string>["connect"]>) {
    return super.connect(request, options.secureEndpoint ? { ...options, ...this.#own } : options);
  }
}

/** True when the environment names a proxy for a server. */
export function isProxied(url: string): boolean {
  return getProxyForUrl(url) !== "";
}

/**
 * The agent for connections to a server, through a proxy where the environment names one for it.
 *
 * @param maxSockets the number of requests at once; the others wait. No limit by default.
 */
export function agentFor(
  url: string,
  { ca, cert, key, isVerified = true }: Certificates,
  maxSockets = Number.POSITIVE_INFINITY,
): http.Agent {
  const own = {
    rejectUnauthorized: isVerified,
    ...(ca === undefined ? {} : { ca: [...trusted(), ca] }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
  };
  const options = { keepAlive: true, maxSockets, ...own };
  const proxy = getProxyForUrl(url);
  if (proxy !== "") return new TunnelAgent(proxy, options, own);
  return url.startsWith("https:") ? new https.Agent(options) : new http.Agent(options);
}
