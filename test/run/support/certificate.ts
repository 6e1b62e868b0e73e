import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const folder = new URL("certificates/", import.meta.url);

/** The path of a certificate or key that only tests trust, valid until 2126. */
export function certificateFile(name: "ca" | "server" | "server-key" | "client" | "client-key"): string {
  return fileURLToPath(new URL(`${name}.pem`, folder));
}

/** A server's certificate for 127.0.0.1 and localhost, and its key, as PEM. */
export const serverCertificate = {
  cert: readFileSync(certificateFile("server"), "utf8"),
  key: readFileSync(certificateFile("server-key"), "utf8"),
};
