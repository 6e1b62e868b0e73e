export { isObject } from "../../display/object.ts";
