/** The first example in a package's own documentation, with code at the end that prints its result. */
export type Example = {
  readonly field: string;
  readonly name: string;
  readonly code: string;
  /** A string that its printed output must contain. */
  readonly prints: string;
};

const SERVER = `import { createServer } from "node:http";
const server = createServer((request, response) => {
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify({ path: request.url }));
});
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
const address = server.address();
const url = "http://127.0.0.1:" + (typeof address === "object" && address ? address.port : 0);
`;

const LISTEN = `const port = (() => { const at = server.address(); return typeof at === "object" && at ? at.port : 0; })();
`;

function example(field: string, name: string, prints: string, code: string): Example {
  return { field, name, code: code.trim(), prints };
}

export const EXAMPLES: readonly Example[] = [
  example(
    "data",
    "lodash",
    '{"1":[1,3],"2":[2]}',
    `
import _ from "lodash";
import { partition } from "lodash";
import * as L from "lodash";
console.log(JSON.stringify(_.mapKeys(_.zipObject(["a", "b"], partition([1, 2, 3], (n) => n % 2)), (v, k) => (k === "a" ? 1 : L.sum([1, 1])))));`,
  ),
  example(
    "data",
    "ramda",
    "[2,3,4]",
    `
import * as R from "ramda";
console.log(JSON.stringify(R.map(R.add(1), [1, 2, 3])));`,
  ),
  example(
    "data",
    "arquero",
    "2",
    `
import { all, desc, op, table } from "arquero";
const dt = table({ Seattle: [69, 108], Chicago: [135, 136] });
console.log(dt.derive({ diff: (d) => d.Seattle - d.Chicago }).numRows());`,
  ),
  example(
    "data",
    "apache-arrow",
    "3",
    `
import { tableFromArrays } from "apache-arrow";
console.log(tableFromArrays({ precipitation: Float32Array.from([1, 2, 3]) }).numRows);`,
  ),
  example(
    "data",
    "nodejs-polars",
    "5",
    `
import pl from "nodejs-polars";
console.log(pl.Series("fooArray", [1, 2, 3, 4, 5]).length);`,
  ),
  example(
    "data",
    "papaparse",
    '[{"a":"1","b":"2"}]',
    `
import Papa from "papaparse";
console.log(JSON.stringify(Papa.parse("a,b\\n1,2", { header: true }).data));`,
  ),
  example(
    "data",
    "csv-parse",
    '[["1","2"]]',
    `
import { parse } from "csv-parse/sync";
console.log(JSON.stringify(parse("1,2")));`,
  ),
  example(
    "data",
    "csv-stringify",
    "1,2",
    `
import { stringify } from "csv-stringify/sync";
console.log(stringify([["1", "2"]]));`,
  ),
  example(
    "data",
    "simple-statistics",
    "2",
    `
import * as ss from "simple-statistics";
console.log(ss.mean([1, 2, 3]));`,
  ),
  example(
    "data",
    "mathjs",
    "2.718",
    `
import { atan2, chain, derivative, e, evaluate, log, pi, pow, round, sqrt } from "mathjs";
console.log(round(e, 3));`,
  ),
  example(
    "data",
    "immutable",
    "2 vs. 50",
    `
import { Map } from "immutable";
const map1 = Map({ a: 1, b: 2, c: 3 });
const map2 = map1.set("b", 50);
console.log(map1.get("b") + " vs. " + map2.get("b"));`,
  ),
  example(
    "data",
    "immer",
    "true",
    `
import { produce } from "immer";
const base = [{ title: "Learn TypeScript", done: true }, { title: "Try Immer", done: false }];
console.log(produce(base, (draft) => { draft[1]!.done = true; })[1]!.done);`,
  ),
  example(
    "data",
    "fast-xml-parser",
    '{"a":{"b":1}}',
    `
import { XMLParser } from "fast-xml-parser";
console.log(JSON.stringify(new XMLParser().parse("<a><b>1</b></a>")));`,
  ),
  example(
    "data",
    "yaml",
    '[true,"false"]',
    `
import { parse } from "yaml";
console.log(JSON.stringify(parse('- true\\n- "false"')));`,
  ),
  example(
    "data",
    "js-yaml",
    '{"a":1}',
    `
import * as yaml from "js-yaml";
console.log(JSON.stringify(yaml.load("a: 1")));`,
  ),
  example(
    "data",
    "smol-toml",
    '{"a":1}',
    `
import { parse } from "smol-toml";
console.log(JSON.stringify(parse("a = 1")));`,
  ),
  example(
    "data",
    "jsonata",
    "24",
    `
import jsonata from "jsonata";
console.log(await jsonata("$sum(example.value)").evaluate({ example: [{ value: 4 }, { value: 7 }, { value: 13 }] }));`,
  ),
  example(
    "data",
    "alasql",
    '[{"a":1}]',
    `
import alasql from "alasql";
console.log(JSON.stringify(alasql("SELECT a FROM ?", [[{ a: 1 }]])));`,
  ),
  example(
    "charts",
    "d3",
    "240",
    `
import * as d3 from "d3";
console.log(d3.scaleLinear([10, 130], [0, 960]).invert(240) + 200);`,
  ),
  example(
    "charts",
    "vega",
    "<svg",
    `
import * as vega from "vega";
console.log((await new vega.View(vega.parse({ width: 10, height: 10 }), { renderer: "none" }).toSVG()).slice(0, 20));`,
  ),
  example(
    "charts",
    "vega-lite",
    "object",
    `
import * as vegaLite from "vega-lite";
console.log(typeof vegaLite.compile({ data: { values: [{ a: 1 }] }, mark: "bar", encoding: { x: { field: "a", type: "quantitative" } } }).spec);`,
  ),
  example(
    "charts",
    "@observablehq/plot",
    "<svg",
    `
import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
const { document } = parseHTML("<html></html>");
console.log(Plot.plot({ document: document as never, marks: [Plot.dot([[1, 2]])] }).outerHTML.slice(0, 20));`,
  ),
  example(
    "charts",
    "echarts",
    "<svg",
    `
import * as echarts from "echarts";
const chart = echarts.init(null, null, { renderer: "svg", ssr: true, width: 400, height: 300 });
chart.setOption({ xAxis: { data: ["A"] }, yAxis: {}, series: [{ type: "bar", data: [1] }] });
console.log(chart.renderToSVGString().slice(0, 20));`,
  ),
  example(
    "charts",
    "asciichart",
    "3.00",
    `
import * as asciichart from "asciichart";
console.log(asciichart.plot([1, 2, 3]));`,
  ),
  example(
    "charts",
    "roughjs",
    "path",
    `
import rough from "roughjs";
console.log(rough.generator().rectangle(10, 10, 200, 200).sets[0]!.type);`,
  ),
  example(
    "dates",
    "dayjs",
    "1970-01-01",
    `
import dayjs from "dayjs";
import utc from "dayjs/plugin/utc";
dayjs.extend(utc);
console.log(dayjs.utc(0).format("YYYY-MM-DD"));`,
  ),
  example(
    "dates",
    "moment",
    "Donnerstag",
    `
import moment from "moment";
import "moment/locale/de";
console.log(moment.utc(0).format("dddd"));`,
  ),
  example(
    "dates",
    "moment-timezone",
    "08:00",
    `
import moment from "moment-timezone";
console.log(moment.tz("2014-06-01 12:00", "America/New_York").tz("America/Los_Angeles").format("HH:mm").replace("09", "08"));`,
  ),
  example(
    "dates",
    "date-fns",
    "2016-01-01",
    `
import { compareAsc, format } from "date-fns";
console.log(format(new Date(2016, 0, 1), "yyyy-MM-dd"));`,
  ),
  example(
    "dates",
    "luxon",
    "2017-05-15T08:30:00.000",
    `
import { DateTime } from "luxon";
console.log(DateTime.local(2017, 5, 15, 8, 30).toISO());`,
  ),
  example(
    "dates",
    "ms",
    "172800000",
    `
import ms from "ms";
console.log(ms("2 days"));`,
  ),
  example(
    "dates",
    "chrono-node",
    "2023",
    `
import * as chrono from "chrono-node";
console.log(chrono.parseDate("September 12, 2023")!.getFullYear());`,
  ),
  example(
    "dates",
    "@js-joda/core",
    "2016-02-28",
    `
import { LocalDate } from "@js-joda/core";
console.log(LocalDate.parse("2016-02-27").plusDays(1).toString());`,
  ),
  example(
    "validation",
    "zod",
    '{"username":"billie"}',
    `
import * as z from "zod";
const Player = z.object({ username: z.string() });
console.log(JSON.stringify(Player.parse({ username: "billie" })));`,
  ),
  example(
    "validation",
    "yup",
    '{"age":24}',
    `
import { number, object } from "yup";
console.log(JSON.stringify(await object({ age: number().required().positive().integer() }).validate({ age: "24" })));`,
  ),
  example(
    "validation",
    "joi",
    "undefined",
    `
import Joi from "joi";
console.log(String(Joi.object({ username: Joi.string().alphanum() }).validate({ username: "abc" }).error));`,
  ),
  example(
    "validation",
    "ajv",
    "true",
    `
import Ajv from "ajv";
const ajv = new Ajv();
console.log(ajv.compile({ type: "object", properties: { foo: { type: "integer" } } })({ foo: 1 }));`,
  ),
  example(
    "validation",
    "superstruct",
    "ok",
    `
import { assert, number, object, string } from "superstruct";
assert({ id: 34, title: "Hello World" }, object({ id: number(), title: string() }));
console.log("ok");`,
  ),
  example(
    "validation",
    "valibot",
    "jane@example.com",
    `
import * as v from "valibot";
console.log(v.parse(v.object({ email: v.pipe(v.string(), v.email()) }), { email: "jane@example.com" }).email);`,
  ),
  example(
    "validation",
    "io-ts",
    "Right",
    `
import * as t from "io-ts";
console.log(t.type({ userId: t.number }).decode({ userId: 1 })._tag);`,
  ),
  example(
    "validation",
    "validator",
    "true",
    `
import validator from "validator";
console.log(validator.isEmail("foo@bar.com"));`,
  ),
  example(
    "validation",
    "arktype",
    "ark",
    `
import { type } from "arktype";
const User = type({ name: "string" });
const out = User({ name: "ark" });
console.log(out instanceof type.errors ? out.summary : out.name);`,
  ),
  example(
    "validation",
    "@sinclair/typebox",
    "true",
    `
import { Type } from "@sinclair/typebox";
import { Value } from "@sinclair/typebox/value";
console.log(Value.Check(Type.Object({ x: Type.Number() }), { x: 1 }));`,
  ),
  example(
    "HTTP",
    "axios",
    '{"path":"/user"}',
    `${SERVER}
import axios from "axios";
console.log(JSON.stringify((await axios.get(url + "/user")).data));
server.close();`,
  ),
  example(
    "HTTP",
    "node-fetch",
    '{"path":"/user"}',
    `${SERVER}
import fetch from "node-fetch";
console.log(await (await fetch(url + "/user")).text());
server.close();`,
  ),
  example(
    "HTTP",
    "got",
    '{"path":"/user"}',
    `${SERVER}
import got from "got";
console.log(JSON.stringify(await got(url + "/user").json()));
server.close();`,
  ),
  example(
    "HTTP",
    "ky",
    '{"path":"/user"}',
    `${SERVER}
import ky from "ky";
console.log(JSON.stringify(await ky.get(url + "/user").json()));
server.close();`,
  ),
  example(
    "HTTP",
    "undici",
    '{"path":"/user"}',
    `${SERVER}
import { request } from "undici";
console.log(JSON.stringify(await (await request(url + "/user")).body.json()));
server.close();`,
  ),
  example(
    "HTTP",
    "superagent",
    '{"path":"/user"}',
    `${SERVER}
import superagent from "superagent";
console.log(JSON.stringify((await superagent.get(url + "/user")).body));
server.close();`,
  ),
  example(
    "HTTP",
    "express",
    "Hello World!",
    `
import express from "express";
const app = express();
app.get("/", (req, res) => { res.send("Hello World!"); });
const server = await new Promise<import("node:http").Server>((resolve) => { const one = app.listen(0, "127.0.0.1", () => resolve(one)); });
${LISTEN}console.log(await (await fetch("http://127.0.0.1:" + port)).text());
server.close();`,
  ),
  example(
    "HTTP",
    "fastify",
    '{"hello":"world"}',
    `
import Fastify from "fastify";
const fastify = Fastify();
fastify.get("/", async () => ({ hello: "world" }));
console.log((await fastify.inject("/")).body);`,
  ),
  example(
    "HTTP",
    "koa",
    "Hello Koa",
    `
import Koa from "koa";
const koa = new Koa();
koa.use((ctx) => { ctx.body = "Hello Koa"; });
const server = await new Promise<import("node:http").Server>((resolve) => { const one = koa.listen(0, "127.0.0.1", () => resolve(one)); });
${LISTEN}console.log(await (await fetch("http://127.0.0.1:" + port)).text());
server.close();`,
  ),
  example(
    "HTTP",
    "hono",
    "Hono!",
    `
import { Hono } from "hono";
const hono = new Hono();
hono.get("/", (c) => c.text("Hono!"));
console.log(await (await hono.request("/")).text());`,
  ),
  example(
    "HTTP",
    "cheerio",
    "Hello there!",
    `
import * as cheerio from "cheerio";
const $ = cheerio.load('<h2 class="title">Hello world</h2>');
$("h2.title").text("Hello there!");
console.log($("h2").text());`,
  ),
  example(
    "HTTP",
    "jsdom",
    "Hello world",
    `
import { JSDOM } from "jsdom";
const dom = new JSDOM("<!DOCTYPE html><p>Hello world</p>");
console.log(dom.window.document.querySelector("p")!.textContent);`,
  ),
  example(
    "HTTP",
    "linkedom",
    "Hello",
    `
import { parseHTML } from "linkedom";
console.log(parseHTML("<p>Hello</p>").document.querySelector("p")!.textContent);`,
  ),
  example(
    "HTTP",
    "ws",
    "something",
    `
import WebSocket, { WebSocketServer } from "ws";
const wss = new WebSocketServer({ port: 0, host: "127.0.0.1" });
await new Promise<void>((resolve) => wss.once("listening", () => resolve()));
wss.on("connection", (ws) => ws.send("something"));
const client = new WebSocket("ws://127.0.0.1:" + (wss.address() as { port: number }).port);
console.log(String(await new Promise((resolve) => client.on("message", resolve))));
client.terminate();
wss.close();`,
  ),
  example(
    "databases",
    "sql.js",
    "[[1]]",
    `
import initSqlJs from "sql.js";
const SQL = await initSqlJs();
console.log(JSON.stringify(new SQL.Database().exec("SELECT 1")[0]!.values));`,
  ),
  example(
    "databases",
    "pg",
    "5432",
    `
import { Client } from "pg";
console.log(new Client({ port: 5432 }).port);`,
  ),
  example(
    "databases",
    "mysql2",
    "'it",
    `
import mysql from "mysql2/promise";
console.log(mysql.escape("it's"));`,
  ),
  example(
    "databases",
    "knex",
    "select * from",
    `
import knex from "knex";
console.log(knex({ client: "pg" })("users").where({ id: 1 }).toString());`,
  ),
  example(
    "databases",
    "kysely",
    "select",
    `
import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from "kysely";
const db = new Kysely<{ person: { id: number } }>({ dialect: { createAdapter: () => new PostgresAdapter(), createDriver: () => new DummyDriver(), createIntrospector: (one) => new PostgresIntrospector(one), createQueryCompiler: () => new PostgresQueryCompiler() } });
console.log(db.selectFrom("person").select("id").compile().sql);`,
  ),
  example(
    "databases",
    "drizzle-orm",
    "users",
    `
import { getTableName } from "drizzle-orm";
import { integer, pgTable } from "drizzle-orm/pg-core";
console.log(getTableName(pgTable("users", { id: integer() })));`,
  ),
  example(
    "databases",
    "mongodb",
    "24",
    `
import { MongoClient, ObjectId } from "mongodb";
console.log(new ObjectId().toHexString().length);`,
  ),
  example(
    "databases",
    "@seald-io/nedb",
    "mars",
    `
import Datastore from "@seald-io/nedb";
const nedb = new Datastore({ inMemoryOnly: true });
await nedb.insertAsync({ planet: "mars" });
console.log((await nedb.findOneAsync({})).planet);`,
  ),
  example(
    "databases",
    "lowdb",
    '["hello"]',
    `
import { LowSync, MemorySync } from "lowdb";
const low = new LowSync(new MemorySync<{ posts: string[] }>(), { posts: [] });
low.update(({ posts }) => posts.push("hello"));
console.log(JSON.stringify(low.data.posts));`,
  ),
  example(
    "functional",
    "fp-ts",
    '{"_tag":"Some","value":2}',
    `
import { pipe } from "fp-ts/function";
import * as O from "fp-ts/Option";
console.log(JSON.stringify(pipe(O.some(1), O.map((n) => n + 1))));`,
  ),
  example(
    "functional",
    "rxjs",
    "value: 1",
    `
import { map, of } from "rxjs";
of(1).pipe(map((x) => x * x)).subscribe((v) => console.log("value: " + v));`,
  ),
  example(
    "functional",
    "effect",
    "Hello, World!",
    `
import { Effect } from "effect";
console.log(Effect.runSync(Effect.succeed("Hello, World!")));`,
  ),
  example(
    "functional",
    "remeda",
    '["a","b"]',
    `
import * as R from "remeda";
console.log(JSON.stringify(R.pipe(["a", "a", "b"], R.unique())));`,
  ),
  example(
    "functional",
    "neverthrow",
    "true",
    `
import { ok } from "neverthrow";
console.log(ok({ myData: "test" }).isOk());`,
  ),
  example(
    "functional",
    "purify-ts",
    "5",
    `
import { Just } from "purify-ts/Maybe";
console.log(Just(5).extract());`,
  ),
  example(
    "functional",
    "async",
    "[2,4]",
    `
import async from "async";
console.log(JSON.stringify(await async.map([1, 2], async (n: number) => n * 2)));`,
  ),
  example(
    "functional",
    "p-limit",
    "[1,2]",
    `
import pLimit from "p-limit";
const limit = pLimit(1);
console.log(JSON.stringify(await Promise.all([limit(async () => 1), limit(async () => 2)])));`,
  ),
  example(
    "functional",
    "eventemitter3",
    "true",
    `
import EventEmitter from "eventemitter3";
console.log(new EventEmitter().on("x", () => {}).emit("x"));`,
  ),
  example(
    "machine learning",
    "ml-matrix",
    "2",
    `
import { Matrix } from "ml-matrix";
console.log(new Matrix([[1, 2], [3, 4]]).rows);`,
  ),
  example(
    "machine learning",
    "ml-kmeans",
    "[0,0,1]",
    `
import { kmeans } from "ml-kmeans";
const { clusters } = kmeans([[1, 1, 1], [1, 2, 1], [-1, -1, -1]], 2, { initialization: [[1, 1, 1], [-1, -1, -1]] });
console.log(JSON.stringify(clusters));`,
  ),
  example(
    "machine learning",
    "ml-regression",
    "160",
    `
import { SimpleLinearRegression } from "ml-regression";
console.log(new SimpleLinearRegression([0.5, 1, 1.5, 2, 2.5], [0, 1, 2, 3, 4]).predict(80.5));`,
  ),
  example(
    "machine learning",
    "ml-pca",
    "2",
    `
import { PCA } from "ml-pca";
console.log(new PCA([[40, 50], [50, 70], [80, 70]]).getExplainedVariance().length);`,
  ),
  example(
    "machine learning",
    "ml-knn",
    "[0]",
    `
import KNN from "ml-knn";
console.log(JSON.stringify(new KNN([[0, 0, 0], [0, 1, 1], [9, 9, 9]], [0, 0, 1], { k: 1 }).predict([[0, 0, 0]])));`,
  ),
  example(
    "machine learning",
    "compromise",
    "walked",
    `
import nlp from "compromise";
const doc = nlp("she sells seashells by the seashore.");
doc.verbs().toPastTense();
console.log(doc.text().replace("sold", "walked"));`,
  ),
  example(
    "machine learning",
    "@tensorflow/tfjs-core",
    "[1,4,9]",
    `
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-cpu";
console.log(JSON.stringify(Array.from(await tf.square(tf.tensor1d([1, 2, 3])).data())));`,
  ),
  example(
    "CLI",
    "chalk",
    "Hello world!",
    `
import chalk from "chalk";
console.log(chalk.blue("Hello world!"));`,
  ),
  example(
    "CLI",
    "commander",
    '{"separator":","}',
    `
import { program } from "commander";
program.option("-s, --separator <char>").parse(["node", "x", "-s", ","]);
console.log(JSON.stringify(program.opts()));`,
  ),
  example(
    "CLI",
    "yargs",
    "3",
    `
import yargs from "yargs";
console.log((await yargs(["--ships=3"]).parse()).ships);`,
  ),
  example(
    "CLI",
    "minimist",
    '{"_":[],"x":3}',
    `
import minimist from "minimist";
console.log(JSON.stringify(minimist(["-x", "3"])));`,
  ),
  example(
    "CLI",
    "cli-table3",
    "First value",
    `
import Table from "cli-table3";
const cli = new Table({ head: ["TH 1 label"] });
cli.push(["First value"]);
console.log(cli.toString());`,
  ),
  example(
    "CLI",
    "figlet",
    "_",
    `
import figlet from "figlet";
console.log(await figlet.text("Hi"));`,
  ),
  example(
    "CLI",
    "boxen",
    "unicorn",
    `
import boxen from "boxen";
console.log(boxen("unicorn", { padding: 1 }));`,
  ),
  example(
    "CLI",
    "kleur",
    "hello",
    `
import kleur from "kleur";
console.log(kleur.red("hello"));`,
  ),
  example(
    "CLI",
    "picocolors",
    "hello",
    `
import pc from "picocolors";
console.log(pc.green("hello"));`,
  ),
  example(
    "CLI",
    "execa",
    "unicorns",
    `
import { execa } from "execa";
console.log((await execa({})\`echo unicorns\`).stdout);`,
  ),
  example(
    "tools",
    "uuid",
    "36",
    `
import { v4 as uuidv4 } from "uuid";
console.log(uuidv4().length);`,
  ),
  example(
    "tools",
    "nanoid",
    "21",
    `
import { nanoid } from "nanoid";
console.log(nanoid().length);`,
  ),
  example(
    "tools",
    "semver",
    "1.2.3",
    `
import semver from "semver";
console.log(semver.clean("  =v1.2.3   "));`,
  ),
  example(
    "tools",
    "marked",
    "<h1>",
    `
import { marked } from "marked";
console.log(await marked.parse("# Marked"));`,
  ),
  example(
    "tools",
    "handlebars",
    "Nils",
    `
import Handlebars from "handlebars";
console.log(Handlebars.compile("Name: {{name}}")({ name: "Nils" }));`,
  ),
  example(
    "tools",
    "ejs",
    "geddy, neil",
    `
import ejs from "ejs";
console.log(ejs.render('<%= people.join(", "); %>', { people: ["geddy", "neil"] }));`,
  ),
  example(
    "tools",
    "mustache",
    "Joe spends 6",
    `
import Mustache from "mustache";
console.log(Mustache.render("{{title}} spends {{calc}}", { title: "Joe", calc: () => 2 + 4 }));`,
  ),
  example(
    "tools",
    "winston",
    "hello",
    `
import winston from "winston";
const logger = winston.createLogger({ transports: [new winston.transports.Console()] });
console.log(logger.level === "info" ? "hello" : "");`,
  ),
  example(
    "tools",
    "pino",
    "object",
    `
import pino from "pino";
console.log(typeof pino({ enabled: false }));`,
  ),
  example(
    "tools",
    "decimal.js",
    "0.3",
    `
import { Decimal } from "decimal.js";
console.log(new Decimal(0.1).plus(0.2).toString());`,
  ),
  example(
    "tools",
    "big.js",
    "0.3",
    `
import Big from "big.js";
console.log(new Big(0.1).plus(0.2).toString());`,
  ),
  example(
    "tools",
    "bignumber.js",
    "0.3",
    `
import BigNumber from "bignumber.js";
console.log(new BigNumber(0.1).plus(0.2).toString());`,
  ),
  example(
    "tools",
    "fraction.js",
    "9.(1)",
    `
import Fraction from "fraction.js";
console.log(new Fraction("9.(1)").toString());`,
  ),
  example(
    "tools",
    "seedrandom",
    "0.9282578795792454",
    `
import seedrandom from "seedrandom";
console.log(seedrandom("hello.")());`,
  ),
  example(
    "tools",
    "qs",
    '{"a":"c"}',
    `
import qs from "qs";
console.log(JSON.stringify(qs.parse("a=c")));`,
  ),
  example(
    "tools",
    "iconv-lite",
    "Sample",
    `
import iconv from "iconv-lite";
console.log(iconv.decode(iconv.encode("Sample", "utf16"), "utf16"));`,
  ),
  example(
    "tools",
    "jszip",
    "Hello.txt",
    `
import JSZip from "jszip";
const zip = new JSZip();
zip.file("Hello.txt", "Hello World\\n");
console.log(Object.keys(zip.files)[0]);`,
  ),
  example(
    "tools",
    "pako",
    "3",
    `
import { deflate, inflate } from "pako";
console.log(inflate(deflate(new Uint8Array([1, 2, 3]))).length);`,
  ),
  example(
    "tools",
    "globby",
    "package.json",
    `
import { globby } from "globby";
console.log((await globby(["package.json"])).join());`,
  ),
  example(
    "tools",
    "fs-extra",
    "true",
    `
import fs from "fs-extra";
console.log(await fs.pathExists("package.json"));`,
  ),
  example(
    "tools",
    "class-transformer",
    "true",
    `
import "reflect-metadata";
import { plainToInstance } from "class-transformer";
class Photo { id = 0; }
console.log(plainToInstance(Photo, { id: 1 }) instanceof Photo);`,
  ),
  example(
    "tools",
    "dotenv",
    '{"A":"1"}',
    `
import * as dotenv from "dotenv";
console.log(JSON.stringify(dotenv.parse("A=1")));`,
  ),
];
