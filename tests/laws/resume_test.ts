import { assertRejects } from "@std/assert";
import * as fc from "fast-check";
import { resume } from "../../laws/laws/resume.ts";
import type { Subject } from "../../laws/subject.ts";
import { subjectOf } from "../../laws/subject_of.ts";
import { adagrad } from "../../mod.ts";

Deno.test("resume takes the run up with the optimizer made anew", async () => {
  const own = subjectOf(adagrad);
  const anew: Subject = {
    ...own,
    update: (gradients, standing) =>
      own.update(gradients.map((row) => row.map((x) => x / 2)), standing),
  };
  const forgetful: Subject = { ...own, with: () => anew };
  await assertRejects(async () => {
    await fc.assert(resume.property(forgetful), { seed: 1 });
  });
});
