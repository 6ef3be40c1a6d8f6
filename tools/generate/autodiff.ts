import { readOperations } from "./operation_sources.ts";
import { functionsFile, operationsFile, tensorFile } from "./tensor_face.ts";

/** The list of operations, and the face of tensors made from it. */
export async function generateAutodiff(): Promise<Map<string, string>> {
  const operations = await readOperations("autodiff/operations");
  return new Map([
    ["autodiff/operations/mod.ts", operationsFile(operations)],
    ["autodiff/tensor.ts", tensorFile(operations)],
    ["autodiff/functions.ts", functionsFile(operations)],
  ]);
}
