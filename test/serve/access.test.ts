import { request } from "node:http";
import { describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { type Served, serve } from "./support/served.ts";

type Got = { readonly status: number; readonly headers: NodeJS.Dict<string | string[]>; readonly body: unknown };

/** Sends a request with headers that fetch does not allow. */
function raw({ url }: Served, path: string, headers: Record<string, string>, method = "GET"): Promise<Got> {
  return new Promise((resolve, reject) => {
    const asked = request(`${url}${path}`, { method, headers }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
      response.on("end", () => {
        const body: unknown = text === "" ? undefined : JSON.parse(text);
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body });
      });
    });
    asked.on("error", reject).end();
  });
}

function upgrade({ url }: Served, path: string, headers: Record<string, string> = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${url.replace("http", "ws")}${path}`, { headers });
    socket.on("unexpected-response", (asked, { statusCode }) => {
      asked.destroy();
      resolve(statusCode ?? 0);
    });
    socket.on("open", () => reject(new Error("it was let in")));
    socket.on("error", () => {});
  });
}

const TOKEN = { Authorization: "token correct-horse" };

describe("the token", () => {
  it.each([
    ["token in the header", "/api/status", { Authorization: "token correct-horse" }, 200],
    ["bearer in the header", "/api/status", { Authorization: "Bearer correct-horse" }, 200],
    ["in the address", "/api/status?token=correct-horse", {}, 200],
    ["none", "/api/status", {}, 403],
    ["another", "/api/status?token=correct-hors", {}, 403],
    ["an empty one", "/api/status?token=", { Authorization: "token " }, 403],
    ["another scheme", "/api/status", { Authorization: "Basic correct-horse" }, 403],
    ["none, for what there is not", "/api/nothing", {}, 403],
    ["none, for the version", "/api", {}, 200],
  ])("%s", async (_, path, headers, status) => {
    const got = await raw(await serve(), path, headers);
    expect(got).toMatchObject({ status, body: status === 403 ? { message: "Forbidden" } : {} });
  });

  it("is needed for the WebSocket of a kernel, too", async () => {
    const served = await serve();
    expect(await upgrade(served, "/api/kernels/none/channels")).toBe(403);
    expect(await upgrade(served, "/api/kernels/none/channels", TOKEN)).toBe(404);
    expect(await upgrade(served, "/api/other?token=correct-horse")).toBe(404);
  });
});

describe("the name of the server", () => {
  it.each([
    ["127.0.0.1", 200],
    ["127.0.0.1:8888", 200],
    ["localhost:8888", 200],
    ["[::1]:8888", 200],
    ["notebooks.example", 200],
    ["evil.example", 403],
    ["127.0.0.1.evil.example", 403],
    ["localhost.evil.example", 403],
    ["10.0.0.1", 403],
  ])("%s", async (host, status) => {
    const served = await serve({ allowHosts: ["notebooks.example"] });
    expect(await raw(served, "/api/status", { ...TOKEN, Host: host })).toMatchObject({ status });
  });

  it("must be its own for a WebSocket", async () => {
    expect(await upgrade(await serve(), "/api/kernels/none/channels", { ...TOKEN, Host: "evil.example" })).toBe(403);
  });
});

describe("pages elsewhere", () => {
  it("are refused, also with the token", async () => {
    const served = await serve();
    const got = await raw(served, "/api/status", { ...TOKEN, Origin: "https://evil.example" });
    expect(got).toMatchObject({ status: 403, body: { reason: expect.stringContaining("https://evil.example") } });
    expect(got.headers["access-control-allow-origin"]).toBeUndefined();
    expect(await raw(served, "/api/status", { ...TOKEN, Origin: "null" })).toMatchObject({ status: 403 });
    const headers = { ...TOKEN, Origin: "https://evil.example" };
    expect(await upgrade(served, "/api/kernels/none/channels", headers)).toBe(403);
  });

  it("of the server's own origin are not", async () => {
    const served = await serve();
    expect(await raw(served, "/api/status", { ...TOKEN, Origin: served.url })).toMatchObject({ status: 200 });
  });

  it("of allowed origins may send requests, after a preflight request", async () => {
    const served = await serve({ allowOrigins: ["https://book.example"] });
    const origin = { Origin: "https://book.example" };
    const asksFirst = {
      ...origin,
      "Access-Control-Request-Headers": "authorization",
      "Access-Control-Request-Method": "POST",
    };
    const allowed = { "access-control-allow-origin": "https://book.example", vary: "Origin" };
    expect(await raw(served, "/api/kernels", asksFirst, "OPTIONS")).toMatchObject({
      status: 204,
      headers: { ...allowed, "access-control-allow-headers": "authorization" },
    });
    expect(await raw(served, "/api/status", { ...TOKEN, ...origin })).toMatchObject({ status: 200, headers: allowed });
    expect(await raw(served, "/api/status", origin)).toMatchObject({ status: 403, headers: allowed });
    expect(await raw(served, "/api/kernels", { Origin: "https://other.example" }, "OPTIONS")).toMatchObject({
      status: 403,
    });
  });
});

describe("a request that is wrong", () => {
  it.each([
    ["GET", "/api/nothing", undefined, 404, "There is no /api/nothing on this server"],
    ["PUT", "/api/kernels", undefined, 405, "/api/kernels does not support PUT"],
    ["GET", "/api/kernels/none", undefined, 404, "Kernel does not exist: none"],
    ["POST", "/api/kernels", "{", 400, "Invalid JSON in body of request"],
    ["POST", "/api/kernels", "[]", 400, "The body of the request is not a JSON object"],
    [
      "POST",
      "/api/kernels",
      `{"name":7}`,
      400,
      `The field "name" of the request is wrong: Invalid type: Expected string but received 7`,
    ],
    ["POST", "/api/kernels", `{"name":"../x"}`, 400, `"../x" cannot be the name of a kernel`],
    ["GET", "/api/contents/%E0%A4", undefined, 400, "The path is not encoded correctly"],
    ["GET", "/api/sessions/none", undefined, 404, "Session not found: none"],
  ])("%s %s %s", async (method, path, body, status, message) => {
    const response = await (await serve()).ask(path, { method, ...(body === undefined ? {} : { body }) });
    expect(response.status).toBe(status);
    expect(await response.json()).toEqual({ message, reason: null });
  });

  it("names the kernels that there are when it asks for another", async () => {
    const response = await (await serve()).ask("/api/kernels", { method: "POST", body: `{"name":"cobol"}` });
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ message: expect.stringMatching(/"cobol".*tsnb/) });
  });

  it("is refused before it is read when it is too long", async () => {
    const served = await serve();
    const headers = { ...TOKEN, "Content-Length": String(2 ** 30) };
    expect(await raw(served, "/api/kernels", headers, "POST")).toMatchObject({ status: 413 });
  });
});
