import { assert, assertEquals, assertRejects } from "@std/assert";
import { fileURLToPath } from "node:url";
import {
  drawingDeno,
  toSVG,
} from "../../../../experiments/lab/drawing/draw.ts";
import type { Plot } from "../../../../experiments/lab/plot.ts";
import { vega, vegaLite } from "../../../../experiments/lab/plots/theme.ts";
import { granted } from "../../../support/permissions.ts";
import { assertWellFormed, textsOf } from "./svg.ts";

const root = new URL("../../../../", import.meta.url);

/** Bars with clipped lines, so that the picture has an id. */
function bars(values: readonly number[], caption = "Some bars."): Plot {
  const data = { values: values.map((b, i) => ({ a: `n${i}`, b })) };
  const encoding = {
    x: { field: "a", type: "nominal", title: "names" },
    y: { field: "b", type: "quantitative", title: "sizes (cm)" },
  };
  const mark = { type: "line", clip: true };
  return {
    name: "bars",
    caption,
    spec: { $schema: vegaLite, data, mark, encoding },
  };
}

/** The same in Vega: a dot. */
const dot: Plot = {
  name: "dot",
  caption: "A dot.",
  spec: {
    $schema: vega,
    width: 20,
    height: 10,
    marks: [{
      type: "symbol",
      encode: { enter: { x: { value: 1 / 3 }, y: { value: 5 } } },
    }],
  },
};

Deno.test("toSVG() draws specifications of Vega-Lite and of Vega", async () => {
  for (const plot of [bars([1, 2, 3]), dot]) {
    const svg = await toSVG(plot);
    assertWellFormed(svg);
    assertEquals(svg.split("\n")[1], `<title>${plot.caption}</title>`);
    assert(svg.includes('fill="white"') || plot === dot);
  }
  const texts = textsOf(await toSVG(bars([1, 2, 3])));
  for (const text of ["names", "sizes (cm)", "n0", "n2"]) {
    assert(texts.includes(text), text);
  }
});

Deno.test("toSVG() gives the same text whatever was drawn before or is drawn meanwhile", async () => {
  const first = await toSVG(bars([1, 1 / 3]));
  assert(first.includes('id="clip1"'));
  await toSVG(bars([5]));
  const [again, other, third] = await Promise.all([
    toSVG(bars([1, 1 / 3])),
    toSVG(dot),
    toSVG(bars([1, 1 / 3])),
  ]);
  assertEquals(again, first);
  assertEquals(third, first);
  assertEquals(other, await toSVG(dot));
});

Deno.test({
  name:
    "toSVG() gives the same text in another process, which has no permission (needs run)",
  ignore: !granted({ name: "run", command: Deno.execPath() }),
  async fn() {
    const module = new URL("experiments/lab/drawing/draw.ts", root).href;
    const code = `import { toSVG } from ${JSON.stringify(module)};
      const svg = await toSVG(${JSON.stringify(bars([1, 1 / 3]))});
      console.log(JSON.stringify([svg, Object.keys(globalThis)]));`;
    const config = fileURLToPath(new URL("deno.npm.json", root));
    const args = ["run", "-q", "--no-prompt", `--config=${config}`, "-"];
    const child = new Deno.Command(Deno.execPath(), {
      args,
      stdin: "piped",
      stdout: "piped",
    }).spawn();
    const writer = child.stdin.getWriter();
    await writer.write(new TextEncoder().encode(code));
    await writer.close();
    const { stdout } = await child.output();
    const [svg, names] = JSON.parse(new TextDecoder().decode(stdout));
    assertEquals(svg, await toSVG(bars([1, 1 / 3])));
    assert(!names.includes("vega") && !names.includes("vegaLite"), `${names}`);
  },
});

Deno.test("toSVG() has the caption as it stands, with the characters of XML escaped", async () => {
  const svg = await toSVG(bars([1], "a < b && c > $& $1"));
  assertWellFormed(svg);
  assertEquals(
    svg.split("\n")[1],
    "<title>a &lt; b &amp;&amp; c &gt; $&amp; $1</title>",
  );
});

Deno.test("toSVG() refuses a specification that is wrong, by name and with the reason", async () => {
  const { spec } = bars([1]);
  const wrong: [Record<string, unknown>, string][] = [
    [
      { ...spec, $schema: "https://vega.github.io/schema/vega-lite/v5.json" },
      "$schema must be https://vega.github.io/schema/vega/v6.json or " +
      "https://vega.github.io/schema/vega-lite/v6.json, current value is " +
      '"https://vega.github.io/schema/vega-lite/v5.json"',
    ],
    [{ mark: "bar" }, "current value is undefined"],
    [{ ...spec, data: { url: "https://a.b/c.json" } }, "is not in the plot"],
    [{ ...spec, mark: "lime" }, ""],
    [
      { ...spec, encoding: { ...spec.encoding as object, z: { field: "a" } } },
      "z is not a valid encoding channel",
    ],
    [
      { ...dot.spec, marks: [{ type: "line", from: { data: "none" } }] },
      'Undefined data set name: "none"',
    ],
    [
      { ...dot.spec, signals: [{ name: "s", update: "f(" }] },
      "Expression parse error",
    ],
  ];
  for (const [spec, reason] of wrong) {
    const error = await assertRejects(
      () => toSVG({ ...dot, name: "mine", spec }),
      TypeError,
      reason,
    );
    assert(error.message.startsWith("Cannot draw plot mine: "), error.message);
  }
  assertWellFormed(await toSVG(dot));
});

Deno.test({
  name:
    "toSVG() says what it cannot load, where the packages are out of reach (needs run)",
  ignore: !granted({ name: "run", command: Deno.execPath() }),
  async fn() {
    const empty = await Deno.makeTempDir();
    try {
      const module = new URL("experiments/lab/drawing/draw.ts", root).href;
      const failure = new URL("experiments/failure.ts", root).href;
      const code = `import { toSVG } from ${JSON.stringify(module)};
        import { Failure } from ${JSON.stringify(failure)};
        try { await toSVG({ name: "a", caption: "", spec: {} }); }
        catch (e) { console.log(e instanceof Failure, e.message); }`;
      const child = new Deno.Command(Deno.execPath(), {
        args: ["run", "-q", "--no-prompt", "--no-config", "--no-lock", "-"],
        env: {
          DENO_DIR: empty,
          NPM_CONFIG_REGISTRY: "http://127.0.0.1:9",
          NO_COLOR: "1",
        },
        stdin: "piped",
        stdout: "piped",
        stderr: "piped",
      }).spawn();
      const writer = child.stdin.getWriter();
      await writer.write(new TextEncoder().encode(code));
      await writer.close();
      const { stdout } = await child.output();
      const out = new TextDecoder().decode(stdout);
      assert(out.startsWith("true Cannot draw plots: "), out);
      assertEquals(out.trim().split("\n").length, 1);
    } finally {
      await Deno.remove(empty, { recursive: true });
    }
  },
});

Deno.test({
  name: "drawingDeno is the version that all documents name (needs read)",
  ignore: !granted({ name: "read", path: root }),
  async fn() {
    const names = ["README.md", "CONTRIBUTING.md"];
    for await (const { name } of Deno.readDir(new URL(".ci/", root))) {
      names.push(`.ci/${name}`);
    }
    let count = 0;
    for (const name of names) {
      const text = await Deno.readTextFile(new URL(name, root));
      for (
        const [, version] of text.matchAll(/\bdeno[@ ]v?(\d+\.\d+\.\d+)/gi)
      ) {
        assertEquals(version, drawingDeno, name);
        count++;
      }
    }
    assert(count >= 3, `${count} places`);
  },
});
