import { describe, expect, it } from "vitest";
import {
  credentialsInEnvironment,
  serverInEnvironment,
} from "../../../../src/run/servers/settings/from-environment.ts";
import { serversFromOptions } from "../../../../src/run/servers/settings/from-options.ts";
import { Server } from "../../../../src/run/servers/http/server.ts";
import { runSettings } from "../../../../src/run/options/run-options.ts";
import { certificateFile } from "../../support/certificate.ts";
import { scratch } from "../../../support/scratch.ts";

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

describe("who asks, by the environment", () => {
  it("is a hub's user on that hub alone", () => {
    const env = { JUPYTERHUB_API_TOKEN: "hub", JUPYTERHUB_API_URL: "http://hub.example:8081/hub/api" };
    expect(credentialsInEnvironment("http://hub.example:8081/user/ann/", env)).toEqual({ token: "hub" });
    expect(credentialsInEnvironment("http://other.example/", env)).toEqual({});
    expect(credentialsInEnvironment("http://other.example/", { ...env, JUPYTER_TOKEN: "own" })).toEqual({
      token: "own",
    });
  });

  it("is a hub's user on the user's own server, by either of its names", () => {
    const env = {
      JUPYTERHUB_API_TOKEN: "hub",
      JUPYTERHUB_SERVICE_URL: "http://0.0.0.0:8888/user/ann/",
      JUPYTERHUB_SERVICE_PREFIX: "/user/ann/",
      JUPYTER_SERVER_URL: "http://jupyter-ann:8888/user/ann/",
      JUPYTER_SERVER_ROOT: "/home/ann",
    };
    const own = { token: "hub" };
    expect(credentialsInEnvironment("http://jupyter-ann:8888/user/ann/", env)).toEqual(own);
    expect(credentialsInEnvironment("http://0.0.0.0:8888/user/ann/", env)).toEqual(own);
    expect(credentialsInEnvironment("http://jupyter-ann:8888/", env)).toEqual({});
    expect(credentialsInEnvironment("http://jupyter-bob:8888/user/ann/", env)).toEqual({});
    const elsewhere = { ...env, JUPYTER_SERVER_ROOT: undefined };
    expect(credentialsInEnvironment("http://jupyter-ann:8888/user/ann/", elsewhere)).toEqual({});
  });

  it("is what Jupyter's own client would say to a gateway", () => {
    const env = {
      JUPYTER_GATEWAY_URL: "https://g.example/base",
      JUPYTER_GATEWAY_AUTH_TOKEN: "t",
      JUPYTER_GATEWAY_AUTH_SCHEME: "Bearer",
      JUPYTER_GATEWAY_HEADERS: '{"X-Team":"a"}',
      JUPYTER_GATEWAY_VALIDATE_CERT: "no",
      JUPYTER_GATEWAY_CA_CERTS: certificateFile("ca"),
    };
    const found = credentialsInEnvironment("https://g.example/base/", env);
    expect(found).toMatchObject({ token: "t", scheme: "Bearer", headers: { "X-Team": "a" }, isVerified: false });
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

  it("has a user, a password, a certificate and another header for the token", () => {
    const env = {
      JUPYTER_GATEWAY_URL: "https://g.example/",
      JUPYTER_GATEWAY_AUTH_TOKEN: "t",
      JUPYTER_GATEWAY_AUTH_SCHEME: "Bearer",
      JUPYTER_GATEWAY_AUTH_HEADER_KEY: "X-Auth",
      JUPYTER_GATEWAY_CLIENT_CERT: certificateFile("client"),
      JUPYTER_GATEWAY_CLIENT_KEY: certificateFile("client-key"),
    };
    const settings = { url: "https://g.example/", ...credentialsInEnvironment("https://g.example/", env) };
    expect(settings.cert).toContain("BEGIN CERTIFICATE");
    expect(settings.key).toContain("PRIVATE KEY");
    expect(new Server(settings).headers()).toEqual({ "X-Auth": "Bearer t" });
    const login = { JUPYTER_GATEWAY_URL: "https://g.example/", JUPYTER_GATEWAY_HTTP_USER: "ann" };
    const asked = { url: "https://g.example/", ...credentialsInEnvironment("https://g.example/", login) };
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
    [{ server: ["http://a/"], tokenFile: "two.token" }, "does not hold a token and nothing else"],
    [{ server: ["http://a/"], tokenFile: "two.token", token: "x" }, "--token is given as well"],
    [{ server: ["http://a/"], token: "line\nbreak" }, "the token has a space, a line break or another character"],
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
