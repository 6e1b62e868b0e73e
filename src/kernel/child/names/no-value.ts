/**
 * The content of a variable without a value. Code compiled before the declaration reads the variable directly; any
 * use of the content, except passing it on, throws the error of `fail`.
 */
export function noValue(fail: () => never): unknown {
  const traps: ProxyHandler<() => void> = new Proxy({}, { get: () => fail });
  return new Proxy(() => {}, traps);
}
