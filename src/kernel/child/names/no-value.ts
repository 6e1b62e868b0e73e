/**
 * What a variable holds that has no value. Code that was compiled before the name was declared reads it as it
 * is: whatever it does with it but pass it on is the error that `fail` throws.
 */
export function noValue(fail: () => never): unknown {
  const traps: ProxyHandler<() => void> = new Proxy({}, { get: () => fail });
  return new Proxy(() => {}, traps);
}
