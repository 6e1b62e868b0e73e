import { describe, expect, it } from "vitest";
import { serverAddress } from "../../../../src/run/servers/settings/address.ts";

describe("the address of a server", () => {
  it.each([
    ["http://127.0.0.1:8888", "http://127.0.0.1:8888/"],
    ["http://127.0.0.1:8888/lab/tree/a.ipynb", "http://127.0.0.1:8888/"],
    ["https://hub.example/user/ann/lab?x=1#top", "https://hub.example/user/ann/"],
    ["https://example.org/base/path/", "https://example.org/base/path/"],
    ["https://example.org/labour/api/kernels", "https://example.org/labour/"],
    [" http://[::1]:8888/tree ", "http://[::1]:8888/"],
  ])("is the base URL of %s", (text, url) => {
    expect(serverAddress(text, "server").url).toBe(url);
  });

  it("keeps the token and the login apart from the URL", () => {
    const found = serverAddress("https://ann:p%40ss@example.org/lab?token=abc", "server");
    expect(found).toEqual({ url: "https://example.org/", token: "abc", login: "ann:p@ss" });
  });

  it.each(["", "127.0.0.1:8888", "ftp://example.org", "example.org/lab"])("is none in %j", (text) => {
    expect(() => serverAddress(text, "server")).toThrow("is not the URL of a server, such as http://127.0.0.1:8888/");
  });

  it("says that a % of a password must be encoded, without the password", () => {
    const text = "http://ann:100%@example.org/";
    expect(() => serverAddress(text, "server")).toThrow(
      'Reading the option "server": the name or password in the address has a % that encodes nothing; write %25 for it',
    );
    expect(() => serverAddress(text, "server")).not.toThrow("100");
    expect(serverAddress("http://ann:100%25@example.org/", "server").login).toBe("ann:100%");
  });

  it("does not repeat a token of a wrong one", () => {
    const text = "htp://ann:hidden@example.org/?token=hidden";
    expect(() => serverAddress(text, "server")).toThrow('"htp://example.org/" is not');
    expect(() => serverAddress(text, "server")).not.toThrow("hidden");
  });
});
