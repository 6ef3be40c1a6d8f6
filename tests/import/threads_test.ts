import { assertEquals } from "@std/assert";
import { granted } from "../support/permissions.ts";
import { run, withFolder, withServer } from "./support.ts";

const deno = Deno.execPath();

const program = (origin: string) => `
import { compile, key } from "${origin}/mod.ts";

const a = key(1).normal([120, 120], { dtype: "float32" });
const alone = compile((a) => a.matmul(a))(a).toTypedArray();
const square = compile((a) => a.matmul(a), { threads: 3 });
let different = 0;
for (let i = 0; i < 500; i++) {
  const together = square(a).toTypedArray();
  different += together.filter((number, i) => number !== alone[i]).length;
}
console.log(different);
`;

Deno.test({
  name: "threads of a program imported by URL need no permission, and let " +
    "the process end (needs read, run, net, write)",
  ignore: !granted(
    { name: "write", path: "/tmp" },
    { name: "read", path: "." },
    { name: "run", command: deno },
    { name: "net", host: "127.0.0.1" },
  ),
  fn: () =>
    withServer((origin) =>
      withFolder(async (folder) => {
        await Deno.writeTextFile(`${folder}/main.ts`, program(origin));
        const allow = `--allow-import=${new URL(origin).host}`;
        const args = ["run", "-q", "--no-config", "--no-lock", "--no-prompt"];
        const result = await run(
          deno,
          [...args, "--no-check", allow, "main.ts"],
          folder,
        );
        assertEquals(result.stderr, "");
        assertEquals(result.stdout, "0\n");
      })
    ),
});
