import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { expect, it } from "vitest";
import { jsonResponse } from "../../../src/serve/http/answer.ts";
import { errorAnswer, refuseUpgrade } from "../../../src/serve/http/error-answer.ts";
import { RequestError } from "../../../src/serve/http/request-error.ts";

it("reports a faulty request to the client, and the server's own faults only to its log", () => {
  const faults: unknown[] = [];
  const fault = new Error("disk on fire");
  const noted = (error: unknown): void => void faults.push(error);
  const refusal = errorAnswer(new RequestError(403, "Forbidden", "no token"), noted);
  expect(refusal).toMatchObject({ status: 403, body: { message: "Forbidden", reason: "no token" } });
  expect(faults).toEqual([]);
  const failure = errorAnswer(fault, noted);
  expect(failure.status).toBe(500);
  expect(JSON.stringify(failure.body)).not.toContain("disk on fire");
  expect(faults).toEqual([fault]);
});

it("refuses a WebSocket with the status, headers and body of the answer", async () => {
  const socket = new PassThrough();
  refuseUpgrade(socket, jsonResponse({ message: "é" }, 404, { Vary: "Origin" }));
  const [head = "", body] = (await text(socket)).split("\r\n\r\n");
  const [status, ...headers] = head.split("\r\n");
  expect(status).toBe("HTTP/1.1 404 Not Found");
  expect(headers).toEqual(
    expect.arrayContaining(["Vary: Origin", "Connection: close", "Content-Type: application/json"]),
  );
  expect(headers).toContain("Content-Length: 16");
  expect(body).toBe('{"message":"é"}');
});
