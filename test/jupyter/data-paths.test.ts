import { describe, expect, it } from "vitest";
import { activePrefix, dataPaths, prefixDataDir, userDataDir } from "../../src/jupyter/data-paths.ts";

const home = "/home/ada";

const at = (env: NodeJS.ProcessEnv) => dataPaths({ platform: "linux", home, env });

describe("userDataDir", () => {
  it.each([
    ["linux", {}, "/home/ada/.local/share/jupyter"],
    ["linux", { XDG_DATA_HOME: "/data" }, "/data/jupyter"],
    ["linux", { XDG_DATA_HOME: "" }, "/home/ada/.local/share/jupyter"],
    ["darwin", { XDG_DATA_HOME: "/data" }, "/home/ada/Library/Jupyter"],
    ["linux", { JUPYTER_DATA_DIR: "/own" }, "/own"],
    ["darwin", { JUPYTER_DATA_DIR: "/own" }, "/own"],
  ] as const)("on %s with %j is %s", (platform, env, expected) => {
    expect(userDataDir({ platform, env, home })).toBe(expected);
  });

  it("on Windows follows APPDATA, then Jupyter's configuration folder", () => {
    const windows = { platform: "win32", home: "C:\\Users\\ada" } as const;
    const roaming = "C:\\Users\\ada\\AppData\\Roaming";
    expect(userDataDir({ ...windows, env: { APPDATA: roaming } })).toBe(`${roaming}\\jupyter`);
    expect(userDataDir({ ...windows, env: { JUPYTER_CONFIG_DIR: "D:\\jc" } })).toBe("D:\\jc\\data");
    expect(userDataDir({ ...windows, env: {} })).toBe("C:\\Users\\ada\\.jupyter\\data");
  });
});

describe("dataPaths", () => {
  const user = "/home/ada/.local/share/jupyter";
  const system = ["/usr/local/share/jupyter", "/usr/share/jupyter"];

  it("is the user's folder and the system's when nothing is set", () => {
    expect(at({})).toEqual([user, ...system]);
  });

  it("begins with JUPYTER_PATH, in its order, without empty entries", () => {
    expect(at({ JUPYTER_PATH: "/a::/b" })).toEqual(["/a", "/b", user, ...system]);
  });

  it("prefers an active virtual environment, and a conda one unless it is the base", () => {
    expect(at({ VIRTUAL_ENV: "/venv" })).toEqual(["/venv/share/jupyter", user, ...system]);
    expect(at({ CONDA_PREFIX: "/conda/envs/x", CONDA_DEFAULT_ENV: "x" })).toEqual([
      "/conda/envs/x/share/jupyter",
      user,
      ...system,
    ]);
    expect(at({ CONDA_PREFIX: "/conda", CONDA_DEFAULT_ENV: "base" })).toEqual([
      user,
      "/conda/share/jupyter",
      ...system,
    ]);
  });

  it("lets JUPYTER_PREFER_ENV_PATH decide between the environment and the user", () => {
    expect(at({ VIRTUAL_ENV: "/venv", JUPYTER_PREFER_ENV_PATH: "0" })[0]).toBe(user);
    expect(at({ CONDA_PREFIX: "/conda", CONDA_DEFAULT_ENV: "base", JUPYTER_PREFER_ENV_PATH: "1" })[0]).toBe(
      "/conda/share/jupyter",
    );
  });

  it("contains no folder twice", () => {
    expect(at({ JUPYTER_PATH: "/usr/share/jupyter" })).toEqual([
      "/usr/share/jupyter",
      user,
      "/usr/local/share/jupyter",
    ]);
  });

  it("on Windows splits at semicolons and ends with PROGRAMDATA", () => {
    const env = { JUPYTER_PATH: "C:\\a;D:\\b", APPDATA: "C:\\r", PROGRAMDATA: "C:\\ProgramData" };
    expect(dataPaths({ platform: "win32", home: "C:\\Users\\ada", env })).toEqual([
      "C:\\a",
      "D:\\b",
      "C:\\r\\jupyter",
      "C:\\ProgramData\\jupyter",
    ]);
  });
});

describe("activePrefix", () => {
  it("takes the virtual environment that was activated inside a conda one", () => {
    expect(activePrefix({ VIRTUAL_ENV: "/venv", CONDA_PREFIX: "/conda" })).toBe("/venv");
    expect(activePrefix({ VIRTUAL_ENV: "", CONDA_PREFIX: "/conda" })).toBe("/conda");
    expect(activePrefix({})).toBeUndefined();
  });

  it("contains share/jupyter on every platform", () => {
    expect(prefixDataDir("/venv", "linux")).toBe("/venv/share/jupyter");
    expect(prefixDataDir("C:\\venv", "win32")).toBe("C:\\venv\\share\\jupyter");
  });
});
