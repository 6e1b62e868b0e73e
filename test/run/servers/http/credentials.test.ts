import { expect, it } from "vitest";
import { secretsOf } from "../../../../src/run/servers/http/credentials.ts";

it("takes the token, the password and headers that say that they are secret", () => {
  const headers = { Authorization: "Bearer abc-def", "X-Api-Key": "key-1", "X-Team": "analytics" };
  expect(secretsOf({ token: "t", login: "ann:pass:word", headers })).toEqual([
    "t",
    "pass:word",
    "Bearer abc-def",
    "abc-def",
    "key-1",
    "key-1",
  ]);
});
