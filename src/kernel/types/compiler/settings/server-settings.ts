import { pathToFileURL } from "node:url";
import type { JsonObject } from "../../../../jupyter/json.ts";

export type LanguageServerSettings = {
  /** The file name to use instead of tsconfig.json. */
  readonly configName: string;
  /** True when the server proposes missing imports. */
  readonly autoImports: boolean;
};

/** The parameters of the `initialize` request: the client's capabilities, and preferences for TypeScript's server. */
export function initializeParams(directory: string, { configName, autoImports }: LanguageServerSettings): JsonObject {
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
        signatureHelp: { signatureInformation: { documentationFormat: ["markdown"], activeParameterSupport: true } },
        rename: { prepareSupport: true },
        codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ["quickfix"] } } },
        inlayHint: {},
      },
    },
    initializationOptions: {
      disablePushDiagnostics: true,
      // Otherwise the server logs five lines for each request.
      logVerbosity: 0,
      userPreferences: {
        customConfigFileName: configName,
        // Cells import explicitly, and the index of all possible imports is slow to build.
        suggest: { autoImports, includeCompletionsForImportStatements: false },
        inlayHints: {
          parameterNames: { enabled: "literals" },
          variableTypes: { enabled: true },
          functionLikeReturnTypes: { enabled: true },
        },
        // Nothing is downloaded without the user's knowledge.
        tsserver: { automaticTypeAcquisition: { enabled: false } },
      },
    },
  };
}
