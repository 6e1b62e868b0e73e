import { describe, expect, it } from "vitest";
import { NotJupyterError, ServerAccessError, ServerRefusalError } from "../../../../src/run/servers/errors.ts";
import { refusalIn } from "../../../../src/run/servers/http/refusal.ts";

const asked = {
  doing: "Listing the kernels",
  url: "http://127.0.0.1:8888/base/",
  hasCredentials: false,
  redact: (text: string) => text,
};

function refusal(status: number, body: string, headers = {}, hasCredentials = false) {
  return refusalIn({ status, headers, body: Buffer.from(body) }, { ...asked, hasCredentials });
}

describe("the error of an answer", () => {
  it("is nothing for a success", () => {
    expect(refusal(200, '{"kernelspecs":{}}')).toBeUndefined();
    expect(refusal(204, "")).toBeUndefined();
  });

  it.each([
    [
      403,
      '{"message":"Forbidden","reason":null}',
      {},
      ServerAccessError,
      "refused it with 403 (Forbidden), and no token was given",
    ],
    [403, '{"status": 403, "message": null}', {}, ServerAccessError, "refused it with 403, and no token was given"],
    [
      302,
      "",
      { location: "/hub/api/oauth2/authorize?client_id=x" },
      ServerAccessError,
      "asks for a login, and no token was given",
    ],
    [302, "", { location: "/base/login?next=%2F" }, ServerAccessError, "asks for a login"],
    [
      301,
      "",
      { location: "https://example.org/x?y=1" },
      NotJupyterError,
      "it redirects requests to https://example.org/x. Give that address",
    ],
    [
      404,
      "<html><head><title>Gone</title></head><body>No</body></html>",
      {},
      NotJupyterError,
      "no Jupyter server answers there (404)",
    ],
    [200, "<html><body><h1>It works!</h1></body></html>", {}, NotJupyterError, "the answer is not JSON (It works!)"],
    [
      400,
      "<center>The plain HTTP request was sent to HTTPS port</center>",
      {},
      NotJupyterError,
      "speaks https there. Write https:// for http://",
    ],
    [
      502,
      "<h1>502 Bad Gateway</h1>",
      {},
      ServerRefusalError,
      "a proxy in front of the server answered 502 (502 Bad Gateway)",
    ],
    [
      500,
      '{"message":"[Errno 28] No space left on device"}',
      {},
      ServerRefusalError,
      "(Errno 28] No space left on device). Make room",
    ],
    [
      403,
      '{"message":"Permission denied: a.txt","reason":null}',
      {},
      ServerRefusalError,
      "the server answered 403 (Permission denied: a.txt). Allow it on the server",
    ],
    [
      403,
      '{"message":"User \'ann\' is not authorized to start kernel"}',
      {},
      ServerAccessError,
      "and no token was given",
    ],
    [
      500,
      '{"message":"Unhandled error"}',
      {},
      ServerRefusalError,
      "the server answered 500 (Unhandled error). The server's log has details",
    ],
  ] as const)("is an error for %s %s", (status, body, headers, cause, text) => {
    const found = refusal(status, body, headers);
    expect(found).toBeInstanceOf(cause);
    expect(found?.message).toContain("Listing the kernels at http://127.0.0.1:8888/base/: ");
    expect(found?.message.replace("([Errno", "(Errno")).toContain(text);
  });

  it("distinguishes an invalid token from a missing one, and reports a wrong clock", () => {
    const date = new Date(Date.now() - 3 * 3600_000).toUTCString();
    const found = refusal(403, '{"message":"Forbidden"}', { date }, true);
    expect(found?.message).toMatch(
      /and the token is unknown there or has expired; its clock is 1080\d s behind this machine's\. Give a token/,
    );
  });
});
