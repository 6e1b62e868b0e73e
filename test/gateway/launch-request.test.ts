import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { describe, expect, it } from "vitest";
import { LaunchRequestError, PortRangeError } from "../../src/gateway/errors.ts";
import { type LaunchOptions, parseLaunchRequest } from "../../src/gateway/launch-request.ts";

const { publicKey } = generateKeyPairSync("rsa", { modulusLength: 1024 });
const bodyOf = (key: KeyObject): string => key.export({ format: "der", type: "spki" }).toString("base64");

const OPTIONS: LaunchOptions = {
  kernelId: "k-1",
  portRange: "20000..21000",
  responseAddress: "10.0.0.5:8877",
  publicKey: bodyOf(publicKey),
};

describe("parseLaunchRequest", () => {
  it("reads the options", () => {
    const request = parseLaunchRequest(OPTIONS, { KERNEL_ID: "ignored" });
    expect({ ...request, publicKey: bodyOf(request.publicKey) }).toEqual({
      kernelId: "k-1",
      ports: { first: 20_000, last: 21_000 },
      response: { host: "10.0.0.5", port: 8877 },
      publicKey: bodyOf(publicKey),
    });
  });

  it.each(["", "EG_"])("reads the environment of a container, with the prefix %j", (prefix) => {
    const env = {
      KERNEL_ID: "k-2",
      [`${prefix}PORT_RANGE`]: "0..0",
      [`${prefix}RESPONSE_ADDRESS`]: "[fd00::1]:8877",
      [`${prefix}PUBLIC_KEY`]: bodyOf(publicKey),
    };
    const { kernelId, ports, response } = parseLaunchRequest({}, env);
    expect({ kernelId, ports, response }).toEqual({
      kernelId: "k-2",
      ports: undefined,
      response: { host: "fd00::1", port: 8877 },
    });
  });

  it("takes any port when no range is given", () => {
    expect(parseLaunchRequest({ ...OPTIONS, portRange: undefined }, {}).ports).toBeUndefined();
  });

  it("takes a narrower range when the gateway allows it", () => {
    const options = { ...OPTIONS, portRange: "20000..20100" };
    expect(() => parseLaunchRequest(options, {})).toThrow(PortRangeError);
    expect(parseLaunchRequest(options, { EG_MIN_PORT_RANGE_SIZE: "100" }).ports).toEqual({
      first: 20_000,
      last: 20_100,
    });
  });

  it.each(["20000", "20000-21000", "a..b", "80..9000", "21000..20000", "20000..20999", "60000..70000", ""])(
    "refuses the range %j, and names it",
    (portRange) => {
      const parse = (): unknown => parseLaunchRequest({ ...OPTIONS, portRange }, {});
      expect(parse).toThrow(PortRangeError);
      expect(parse).toThrow(/FIRST\.\.LAST with at least 1000 ports/);
    },
  );

  it.each([
    ["kernelId", "kernel-id"],
    ["responseAddress", "response-address"],
    ["publicKey", "public-key"],
  ])("names the option for a missing %s", (option, flag) => {
    const parse = (): unknown => parseLaunchRequest({ ...OPTIONS, [option]: undefined }, {});
    expect(parse).toThrow(LaunchRequestError);
    expect(parse).toThrow(`--RemoteProcessProxy.${flag}`);
  });

  it.each(["10.0.0.5", "10.0.0.5:", ":8877", "10.0.0.5:0", "10.0.0.5:99999"])("refuses the address %j", (address) => {
    expect(() => parseLaunchRequest({ ...OPTIONS, responseAddress: address }, {})).toThrow(/HOST:PORT/);
  });

  it("refuses a key that is none, and one that is not RSA", () => {
    const other = bodyOf(generateKeyPairSync("ed25519").publicKey);
    expect(() => parseLaunchRequest({ ...OPTIONS, publicKey: "AAAA" }, {})).toThrow(LaunchRequestError);
    expect(() => parseLaunchRequest({ ...OPTIONS, publicKey: other }, {})).toThrow(/ed25519/);
  });
});
