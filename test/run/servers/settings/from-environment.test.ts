import { describe, expect, it } from "vitest";
import {
  credentialsInEnvironment,
  serverInEnvironment,
} from "../../../../src/run/servers/settings/from-environment.ts";
import { serversFromOptions } from "../../../../src/run/servers/settings/from-options.ts";
import { Server } from "../../../../src/run/servers/http/server.ts";
import { runSettings, type RunOptionValues } from "../../../../src/run/options/run-options.ts";
import { certificateFile } from "../../support/certificate.ts";
import { scratch } from "../../../support/scratch.ts";

/** The only server of some options. */
async function only(options: RunOptionValues, env: Record<string, string>) {
  const [server] = await serversFromOptions(runSettings(options), env);
  if (server === undefined) throw new Error("no server");
  return server;
}

describe("the server of the environment", () => {
  it.each([
    [{}, undefined],
    [{ JUPYTER_SERVER_URL: "http://a/" }, "http://a/"],
    [{ JUPYTER_SERVER_URL: "http://a/", JUPYTER_SERVER_ROOT: "/home" }, undefined],
    [{ JUPYTER_SERVER_URL: "http://a/", JUPYTER_GATEWAY_URL: "http://g/" }, "http://g/"],
  ])("is, of %j, %s", (env, url) => {
    expect(serverInEnvironment(env)).toBe(url);
  });
});

const OF_HUB = { token: { text: "hub", from: "JUPYTERHUB_API_TOKEN" } };

describe("who asks, by the environment", () => {
  it("is a hub's user on that hub alone", () => {
    const env = { JUPYTERHUB_API_TOKEN: "hub", JUPYTERHUB_API_URL: "http://hub.example:8081/hub/api" };
    expect(credentialsInEnvironment("http://hub.example:8081/user/ann/", env)).toEqual(OF_HUB);
    expect(credentialsInEnvironment("http://other.example/", env)).toEqual({});
    const own = { token: { text: "own", from: "JUPYTER_TOKEN" } };
    for (const url of ["http://hub.example:8081/user/ann/", "http://other.example/"]) {
      expect(credentialsInEnvironment(url, { ...env, JUPYTER_TOKEN: "own" })).toEqual(own);
    }
  });

  it("is a hub's user on the user's own server, by either of its names", () => {
    const env = {
      JUPYTERHUB_API_TOKEN: "hub",
      JUPYTERHUB_SERVICE_URL: "http://0.0.0.0:8888/user/ann/",
      JUPYTERHUB_SERVICE_PREFIX: "/user/ann/",
      JUPYTER_SERVER_URL: "http://jupyter-ann:8888/user/ann/",
      JUPYTER_SERVER_ROOT: "/home/ann",
    };
    expect(credentialsInEnvironment("http://jupyter-ann:8888/user/ann/", env)).toEqual(OF_HUB);
    expect(credentialsInEnvironment("http://0.0.0.0:8888/user/ann/", env)).toEqual(OF_HUB);
    expect(credentialsInEnvironment("http://jupyter-ann:8888/", env)).toEqual({});
    expect(credentialsInEnvironment("http://jupyter-bob:8888/user/ann/", env)).toEqual({});
    const elsewhere = { ...env, JUPYTER_SERVER_ROOT: undefined };
    expect(credentialsInEnvironment("http://jupyter-ann:8888/user/ann/", elsewhere)).toEqual({});
  });

  it("matches the request of Jupyter's own client to a gateway", () => {
    const env = {
      JUPYTER_GATEWAY_URL: "https://g.example/base",
      JUPYTER_GATEWAY_AUTH_TOKEN: "t",
      JUPYTER_GATEWAY_AUTH_SCHEME: "Bearer",
      JUPYTER_GATEWAY_HEADERS: '{"X-Team":"a"}',
      JUPYTER_GATEWAY_VALIDATE_CERT: "no",
      JUPYTER_GATEWAY_CA_CERTS: certificateFile("ca"),
    };
    const found = credentialsInEnvironment("https://g.example/base/", env);
    expect(found).toMatchObject({ scheme: "Bearer", headers: { "X-Team": "a" }, isVerified: false });
    expect(found.token).toEqual({ text: "t", from: "JUPYTER_GATEWAY_AUTH_TOKEN" });
    expect(found.ca).toContain("BEGIN CERTIFICATE");
  });
});

describe("the address of a gateway", () => {
  it.each([
    ["https://g.example/", true],
    ["https://g.example/base/", true],
    ["https://g.example.evil/", false],
    ["https://g.example:8443/", false],
    ["http://g.example/", false],
  ])("shows its token to %s: %s", (url, isShown) => {
    const env = { JUPYTER_GATEWAY_URL: "https://G.example", JUPYTER_GATEWAY_AUTH_TOKEN: "t" };
    expect("token" in credentialsInEnvironment(url, env)).toBe(isShown);
  });

  it("does not reach beyond its path", () => {
    const env = { JUPYTER_GATEWAY_URL: "https://g.example/one", JUPYTER_GATEWAY_AUTH_TOKEN: "t" };
    expect(credentialsInEnvironment("https://g.example/one-more/", env)).toEqual({});
  });

  it("has a user, a password, a certificate and another header for the token", async () => {
    const env = {
      JUPYTER_GATEWAY_URL: "https://g.example/",
      JUPYTER_GATEWAY_AUTH_TOKEN: "t",
      JUPYTER_GATEWAY_AUTH_SCHEME: "Bearer",
      JUPYTER_GATEWAY_AUTH_HEADER_KEY: "X-Auth",
      JUPYTER_GATEWAY_CLIENT_CERT: certificateFile("client"),
      JUPYTER_GATEWAY_CLIENT_KEY: certificateFile("client-key"),
    };
    const settings = await only({ server: ["https://g.example/"] }, env);
    expect(settings.cert).toContain("BEGIN CERTIFICATE");
    expect(settings.key).toContain("PRIVATE KEY");
    expect(new Server(settings).headers()).toEqual({ "X-Auth": "Bearer t" });
    const login = { JUPYTER_GATEWAY_URL: "https://g.example/", JUPYTER_GATEWAY_HTTP_USER: "ann" };
    const asked = await only({ server: ["https://g.example/"] }, login);
    expect(new Server(asked).headers()).toEqual({ authorization: "Basic YW5uOg==" });
  });
});

describe("the servers of the options", () => {
  it("come from flags and a list, each once, with the nearest token", async () => {
    const list =
      "- url: http://b/\n  tokenFile: b.token\n  jobs: 7\n- url: http://c/\n  tokenVariable: C\n- http://a/lab";
    const folder = scratch({ "servers.yaml": list, "b.token": "of-b\n" });
    const settings = runSettings({ server: ["http://a/?token=of-url"], servers: `${folder}/servers.yaml`, jobs: 2 });
    const found = await serversFromOptions(settings, { C: "of-c", JUPYTER_TOKEN: "of-env" });
    expect(found.map(({ url, token, places }) => [url, token, places])).toEqual([
      ["http://a/", "of-url", 2],
      ["http://b/", "of-b", 7],
      ["http://c/", "of-c", 2],
    ]);
  });

  it.each([
    [{ servers: "none.yaml" }, "no such file"],
    [{ servers: "bad.yaml" }, "is not a list of servers"],
    [{ server: ["http://a/"], tokenFile: "two.token" }, "does not contain just a token"],
    [{ server: ["http://a/"], tokenFile: "two.token", token: "x" }, "--token is given as well"],
    [
      { server: ["http://a/"], token: "line\nbreak" },
      "the token is empty, or has a space, a line break or another character",
    ],
    [{ server: ["http://a/"], ca: "two.token" }, "is not a certificate or key in PEM format"],
    [{ server: ["a"] }, "is not the URL of a server"],
  ])("are refused: %j", async (options, said) => {
    const folder = scratch({ "bad.yaml": "url: http://a/", "two.token": "one two" });
    const inFolder = Object.entries(options).map(([name, value]) => {
      return [name, typeof value === "string" && /\./.test(value) ? `${folder}/${value}` : value];
    });
    const settings = runSettings(Object.fromEntries(inFolder));
    await expect(serversFromOptions(settings, {})).rejects.toThrow(said);
  });
});

describe("a token", () => {
  const gateway = { JUPYTER_GATEWAY_URL: "http://a/" };
  const hub = { JUPYTERHUB_HOST: "http://a/" };
  const listed = { "servers.yaml": "- { url: http://a/, tokenVariable: OF_A }" };

  it.each([
    ["JUPYTER_TOKEN", {}],
    ["JUPYTERHUB_API_TOKEN", hub],
    ["JUPYTER_GATEWAY_AUTH_TOKEN", gateway],
    ["OF_A", {}],
  ])("in %s may end with a line break, and is named when it cannot be sent", async (name, env) => {
    const folder = scratch(listed);
    const options = name === "OF_A" ? { servers: `${folder}/servers.yaml` } : { server: ["http://a/"] };
    expect((await only(options, { ...env, [name]: "own\r\n" })).token).toBe("own");
    const bad = only(options, { ...env, [name]: "two words" });
    await expect(bad).rejects.toThrow(`Reading the option "${name}": the token is empty, or has a space`);
  });

  it("of the environment does not matter when another one is given", async () => {
    const options = { server: ["http://a/"], token: "own" };
    expect((await only(options, { JUPYTER_TOKEN: "two words" })).token).toBe("own");
  });
});
