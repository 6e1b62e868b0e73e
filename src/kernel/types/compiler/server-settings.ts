import { pathToFileURL } from "node:url";
import type { JsonObject } from "../../../jupyter/json.ts";

/** The parameters of the `initialize` request: what this client can take, and the preferences of TypeScript's server. */
export function initializeParams(directory: string, customConfigFileName: string): JsonObject {
  return {
    processId: process.pid,
    rootUri: pathToFileURL(directory).href,
    capabilities: {
      general: { positionEncodings: ["utf-16"] },
      textDocument: {
        diagnostic: {},
        completion: { completionItem: { snippetSupport: false, insertReplaceSupport: false } },
        hover: { contentFormat: ["markdown"] },
        definition: { linkSupport: true },
        signatureHelp: { signatureInformation: { documentationFormat: ["markdown"] } },
      },
    },
    initializationOptions: {
      disablePushDiagnostics: true,
      // Otherwise it logs five lines for each request.
      logVerbosity: 0,
      userPreferences: {
        customConfigFileName,
        // Cells import explicitly, and an index of all possible imports is slow to build.
        suggest: { autoImports: false, includeCompletionsForImportStatements: false },
        // Nothing is downloaded without the user's knowledge.
        tsserver: { automaticTypeAcquisition: { enabled: false } },
      },
    },
  };
}
