import { isIP } from "node:net";

/** True for an address, or the name localhost, that can only be reached from this machine. */
export function isLoopback(address: string): boolean {
  return address === "localhost" || address === "::1" || (isIP(address) === 4 && address.startsWith("127."));
}
