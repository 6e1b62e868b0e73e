import { generateKeyPairSync } from "node:crypto";
import { expect, it } from "vitest";
import type { LaunchedConnection } from "../../src/gateway/launched-connection.ts";
import { sealConnection } from "../../src/gateway/seal-connection.ts";
import { newConnection } from "../../src/jupyter/connection-file.ts";
import { unsealed } from "./support/scripted-gateway.ts";

it("seals a connection so that the gateway's key opens it, and another does not", async () => {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 1024 });
  const told: LaunchedConnection = {
    ...(await newConnection("tsnb")),
    kernel_id: "k-ü",
    pid: 11,
    pgid: 12,
    comm_port: 4321,
  };
  const sealed = sealConnection(told, publicKey);
  expect(sealed).toMatch(/^[A-Za-z0-9+/]+=*$/);
  expect(unsealed(sealed, privateKey)).toEqual(told);
  expect(Buffer.from(sealed, "base64").includes(told.key)).toBe(false);

  const other = generateKeyPairSync("rsa", { modulusLength: 1024 });
  expect(() => unsealed(sealed, other.privateKey)).toThrow(/sealed for another key|too large|modulus/);
  expect(sealConnection(told, publicKey)).not.toBe(sealed);
});
