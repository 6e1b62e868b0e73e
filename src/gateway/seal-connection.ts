import { constants, createCipheriv, type KeyObject, publicEncrypt, randomBytes } from "node:crypto";
import type { LaunchedConnection } from "./launched-connection.ts";

const PAYLOAD_VERSION = 1;
const AES_KEY_BYTES = 16;

/**
 * The answer to a gateway, in which only the gateway can read the kernel's ports and key. It is version 1 of Enterprise
 * Gateway's payload: base64 of JSON with the connection, encrypted with AES-128-ECB, and the AES key, encrypted with
 * RSA and PKCS#1 v1.5 padding.
 */
export function sealConnection(connection: LaunchedConnection, publicKey: KeyObject): string {
  const aesKey = randomBytes(AES_KEY_BYTES);
  const cipher = createCipheriv("aes-128-ecb", aesKey, null);
  const sealed = Buffer.concat([cipher.update(JSON.stringify(connection), "utf8"), cipher.final()]);
  const key = publicEncrypt({ key: publicKey, padding: constants.RSA_PKCS1_PADDING }, aesKey);
  const payload = { version: PAYLOAD_VERSION, key: key.toString("base64"), conn_info: sealed.toString("base64") };
  return Buffer.from(JSON.stringify(payload)).toString("base64");
}
