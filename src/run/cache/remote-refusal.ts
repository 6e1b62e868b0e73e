/** The reason why the outputs of a notebook on a server are not kept. */
export const REMOTE_REFUSAL = "it runs on a server, whose files, packages and versions cannot be seen from here";
