import * as v from "valibot";
import { listed } from "./option-listing.ts";
import { Bytes, NonEmptyText, TextList, Switch } from "./option-types.ts";

/** The options of a run that choose its servers and the access to them. */
export const SERVER_OPTIONS = {
  server: v.pipe(
    TextList,
    v.description("the address of a Jupyter server whose kernels run the notebooks, instead of this machine's"),
    listed({ group: "Server", placeholder: "url", isList: true }),
  ),
  servers: v.pipe(
    v.optional(NonEmptyText),
    v.description("a file of YAML or JSON with a list of servers"),
    listed({ group: "Server", placeholder: "file" }),
  ),
  sync: v.pipe(
    Switch,
    v.description("upload the notebook's folder to the server, run there, and download the files that the run wrote"),
    listed({ group: "Server" }),
  ),
  syncSize: v.pipe(
    v.optional(Bytes, 100e6),
    v.description("the most bytes that --sync uploads from a folder, and that it downloads"),
    listed({ group: "Server", placeholder: "bytes" }),
  ),
  token: v.pipe(
    v.optional(NonEmptyText),
    v.description(
      "the token that the server asks for; --token-file and JUPYTER_TOKEN keep it out of the list of processes",
    ),
    listed({ group: "Server", placeholder: "token" }),
  ),
  tokenFile: v.pipe(
    v.optional(NonEmptyText),
    v.description("a file that contains only that token"),
    listed({ group: "Server", placeholder: "file" }),
  ),
  ca: v.pipe(
    v.optional(NonEmptyText),
    v.description("a PEM file with certificates of authorities to trust in addition to those that Node.js trusts"),
    listed({ group: "Server", placeholder: "file" }),
  ),
  clientCert: v.pipe(
    v.optional(NonEmptyText),
    v.description("a PEM file with the client certificate for servers that require one"),
    listed({ group: "Server", placeholder: "file" }),
  ),
  clientKey: v.pipe(
    v.optional(NonEmptyText),
    v.description("a PEM file with the private key of that certificate"),
    listed({ group: "Server", placeholder: "file" }),
  ),
};
