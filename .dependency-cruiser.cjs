/* The import arrows of ARCHITECTURE.md as data: each room and the rooms it may import from. */
const ARROWS = {
  base: [],
  linalg: ["base"],
  physics: ["linalg", "base"],
  ode: ["linalg", "base"],
  methods: ["physics", "ode", "linalg", "base"],
  gpu: ["physics", "linalg", "base"],
  neural: ["methods", "gpu", "physics", "ode", "linalg", "base"],
  protocol: ["base"],
  analysis: ["protocol", "base"],
  worker: ["neural", "methods", "gpu", "physics", "ode", "linalg", "protocol", "base"],
  engine: ["worker", "neural", "methods", "gpu", "physics", "ode", "linalg", "protocol", "base"],
  state: ["engine", "protocol", "base"],
  view: ["analysis", "protocol", "base"],
  ui: ["state", "view", "analysis", "protocol", "base"],
  cli: ["engine", "view", "analysis", "protocol", "base"],
};

/* Packages and the only places that may import them. */
const PACKAGES = {
  react: "^src/(ui/|main\\.tsx$)",
  "react-dom": "^src/(ui/|main\\.tsx$)",
  zustand: "^src/(state|ui)/",
  zundo: "^src/state/",
  idb: "^src/state/",
  "plotly\\.js": "^src/(view|ui/plots)/",
  katex: "^src/(view/equation\\.ts$|ui/definitions/)",
  zod: "^src/protocol/",
  commander: "^src/cli/",
  webgpu: "^src/cli/",
  fflate: "^src/neural/",
  "pure-rand": "^src/(base|linalg|physics|methods|neural)/",
};

module.exports = {
  forbidden: [
    {
      name: "no-cycles",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    { name: "no-unresolvable", severity: "error", from: {}, to: { couldNotResolve: true, pathNot: "\\?" } },
    {
      name: "no-orphans",
      severity: "error",
      from: { orphan: true, path: "^src/", pathNot: "\\.d\\.ts$" },
      to: {},
    },
    ...Object.entries(ARROWS).map(([room, targets]) => ({
      name: `room-${room}`,
      severity: "error",
      from: { path: `^src/${room}/` },
      to: { path: "^src/", pathNot: `^src/(${[room, ...targets].join("|")})/` },
    })),
    ...Object.entries(PACKAGES).map(([name, place]) => ({
      name: `package-${name.replace("\\", "")}`,
      severity: "error",
      from: { path: "^src/", pathNot: place },
      to: { path: `node_modules/${name}/` },
    })),
    {
      name: "src-does-not-import-tests",
      severity: "error",
      from: { path: "^src/" },
      to: { path: "^(test|e2e|scripts)/" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.base.json" },
    enhancedResolveOptions: {
      extensions: [".ts", ".tsx", ".js", ".json", ".css"],
      exportsFields: ["exports"],
      conditionNames: ["import", "browser", "default"],
    },
  },
};
