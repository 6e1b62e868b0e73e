import { MagicString } from "magic-string";
import { type Node, parseSync } from "oxc-parser";
import { boundNames, childrenOf, isFunction } from "../../../cell/syntax/ast.ts";
import { referencesIn } from "../../../cell/syntax/scope.ts";
import type { InteropRules } from "./interop.ts";
import { moduleMember } from "../module-runtime.ts";
import { NAMESPACE } from "../imports/tagged-imports.ts";

/** An ES module as the body of a CommonJS one, with source mappings. */
type CommonJs = { readonly code: string; readonly mappings: string };

const MARK = 'Symbol.for("tsnb.module")';

// `require` gives a CommonJS module as it is; the rules decide which part of it an import sees.
const helpersFor = (rules: InteropRules): string =>
  [
    "const __require=require;",
    `const __es=m=>m?.[${MARK}]||require("node:util").types.isModuleNamespaceObject(m);`,
    // Called like this, a function does not get the module as `this`.
    "const __of=value=>value;",
    `const __pick=(m,key)=>${moduleMember("commonjs", "exportOf")}(m,{key,rules:"${rules}",specifier:"",isOptional:true});`,
    'const __default=m=>__es(m)?m.default:__pick(m,"default");',
    `const __all=m=>__es(m)?m:__pick(m,"${NAMESPACE}");`,
    // The parts are members, so that `new` applies to them and not to a call.
    "const __view=m=>({module:m,get default(){return __default(m)},get all(){return __all(m)}});",
    `Object.defineProperties(exports,{__esModule:{value:true},[${MARK}]:{value:true}});`,
    "const __export=(name,get)=>Object.defineProperty(exports,name,{enumerable:true,configurable:true,get});",
    "const __exportAll=m=>{for(const name of Object.keys(m))",
    'if(name!=="default"&&!Object.hasOwn(exports,name))__export(name,()=>m[name]);};',
  ].join("");

const META =
  'const __meta={url:require("node:url").pathToFileURL(__filename).href,filename:__filename,dirname:__dirname,' +
  'resolve:name=>require("node:url").pathToFileURL(require.resolve(name)).href};';

/** A required ES module has a top-level `await`. */
export class TopLevelAwaitError extends Error {
  override readonly name = "TopLevelAwaitError";

  constructor() {
    super("require() cannot load a module with an await at its top level. Use import");
  }
}

/**
 * Turns an ES module into CommonJS, for versions of Node that cannot `require` it. Imports and exports stay live, so
 * that files may import each other.
 *
 * @param rules the rules by which it imports CommonJS.
 * @param find gives the file that an import stands for; undefined leaves the lookup to `require`.
 * @throws {TopLevelAwaitError} when it has a top-level `await`.
 */
export function toCommonJs(
  source: string,
  rules: InteropRules,
  find: (specifier: string) => string | undefined,
): CommonJs {
  const { program, module } = parseSync("file.js", source, { lang: "js", sourceType: "module" });
  if (program.body.some(awaits)) throw new TopLevelAwaitError();
  const text = new MagicString(source);
  const modules = new Map<string, string>();
  const moduleOf = (specifier: string): string => {
    const name = modules.get(specifier) ?? `__m${modules.size}`;
    modules.set(specifier, name);
    return name;
  };
  const imported = new Map<string, string>();
  const exported = new Map<string, string>();
  const stars: string[] = [];
  const exportFrom = (node: ExportNamed): void => {
    const from = node.source && moduleOf(node.source.value);
    for (const { local, exported: name } of node.specifiers) {
      exported.set(nameOf(name), from ? member(from, nameOf(local)) : nameOf(local));
    }
  };
  for (const node of program.body) {
    switch (node.type) {
      case "ImportDeclaration": {
        const from = moduleOf(node.source.value);
        for (const one of node.specifiers) {
          const key = one.type === "ImportSpecifier" ? nameOf(one.imported) : "default";
          const isAll = one.type === "ImportNamespaceSpecifier";
          imported.set(one.local.name, isAll ? `${from}.all` : member(from, key));
        }
        text.remove(node.start, node.end);
        break;
      }
      case "ExportAllDeclaration": {
        const from = moduleOf(node.source.value);
        if (node.exported) exported.set(nameOf(node.exported), `${from}.all`);
        else stars.push(from);
        text.remove(node.start, node.end);
        break;
      }
      case "ExportNamedDeclaration":
        exportFrom(node);
        for (const name of node.declaration ? declaredBy(node.declaration) : []) exported.set(name, name);
        text.remove(node.start, node.declaration?.start ?? node.end);
        break;
      case "ExportDefaultDeclaration": {
        const { declaration } = node;
        const [name] = declaredBy(declaration);
        exported.set("default", name ?? "__ownDefault");
        if (name !== undefined) text.remove(node.start, declaration.start);
        else {
          text.update(node.start, declaration.start, "const {default:__ownDefault}={default:");
          text.appendLeft(declaration.end, "};");
        }
        break;
      }
      default:
    }
  }
  const called = calledNames(program);
  for (const { name, start, end, shorthand } of referencesIn(program.body)) {
    const value = imported.get(name);
    if (value === undefined) continue;
    text.update(start, end, shorthand ? `${name}:${value}` : called.has(start) ? `__of(${value})` : value);
  }
  for (const { start, end } of module.importMetas) text.update(start, end, "__meta");
  const requires = Array.from(
    modules,
    ([specifier, name]) => `const ${name}=__view(__require(${JSON.stringify(find(specifier) ?? specifier)}));`,
  );
  const exports = Array.from(exported, ([name, value]) => {
    return `__export(${JSON.stringify(name)},()=>${imported.get(value) ?? value});`;
  });
  const all = stars.map((from) => `__exportAll(${from}.module);`);
  const meta = module.importMetas.length > 0 ? META : "";
  // In a block of its own, the module may declare a `require` or `module` for itself.
  text
    .prepend(`"use strict";${helpersFor(rules)}${meta}{${exports.join("")}${requires.join("")}${all.join("")}`)
    .append("\n}");
  return { code: text.toString(), mappings: text.generateMap({ hires: "boundary" }).mappings };
}

type ExportNamed = Extract<Node, { type: "ExportNamedDeclaration" }>;
type ModuleName = ExportNamed["specifiers"][number]["local"];

function nameOf(name: ModuleName): string {
  return name.type === "Literal" ? name.value : name.name;
}

function member(from: string, key: string): string {
  return key === "default" ? `${from}.default` : `${from}.module[${JSON.stringify(key)}]`;
}

/** The names that an exported declaration makes; empty for an expression. */
function declaredBy(node: Node): string[] {
  if (node.type === "VariableDeclaration") return node.declarations.flatMap(({ id }) => boundNames(id));
  const isNamed = node.type === "FunctionDeclaration" || node.type === "ClassDeclaration";
  return isNamed && node.id ? [node.id.name] : [];
}

/** The offsets of names that are called or tag a template. */
function calledNames(node: Node): Set<number> {
  const callee = node.type === "CallExpression" ? node.callee : undefined;
  const name = node.type === "TaggedTemplateExpression" ? node.tag : callee;
  const inside = childrenOf(node).flatMap((child) => [...calledNames(child)]);
  return new Set(name?.type === "Identifier" ? [name.start, ...inside] : inside);
}

function awaits(node: Node): boolean {
  if (isFunction(node)) return false;
  const isAwait = node.type === "AwaitExpression" || (node.type === "ForOfStatement" && node.await);
  return isAwait || childrenOf(node).some(awaits);
}
