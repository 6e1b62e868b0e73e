import { messageOf, TsnbError } from "../../util/error.ts";

/** The data is not a picture, or the file cannot be read. */
export class ImageError extends TsnbError {
  override readonly name = "ImageError";

  /** @param cause the underlying error, if there is one. */
  constructor(source: string, got: string, fix: string, cause?: unknown) {
    super({ doing: `Showing the picture ${source}`, got, fix }, cause === undefined ? {} : { cause });
  }

  /** The error for a picture that could not be read. */
  static unread(source: string, cause: unknown): ImageError {
    return new ImageError(
      source,
      messageOf(cause),
      "Check the path or address; paths are relative to the working directory",
      cause,
    );
  }
}
