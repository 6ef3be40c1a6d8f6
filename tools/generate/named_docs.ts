import { wholeSentence } from "./markdown.ts";

/** Public names under a heading of the reference, by the file they are in. */
export interface NamedSection {
  readonly heading: string;
  readonly intro?: string;
  readonly names: Readonly<Record<string, readonly string[]>>;
}

/** What is neither an operation nor one of a folder with a table of its own. */
export const namedSections: readonly NamedSection[] = [
  {
    heading: "Tensors, trees and random keys",
    intro: "Parameters are a tensor, or records and arrays of tensors to any " +
      "depth: a tree.",
    names: {
      "autodiff/create.ts": [
        ...["tensor", "scalar", "full", "zeros", "zerosLike", "ones"],
        ...["arange", "eye"],
      ],
      "autodiff/handle.ts": ["isTensor"],
      "autodiff/trees.ts": ["mapTree"],
      "autodiff/serialize/encode_tree.ts": ["encodeTree"],
      "autodiff/serialize/decode_tree.ts": ["decodeTree"],
      "autodiff/serialize/tensor_from_json.ts": ["tensorFromJSON"],
      "autodiff/serialize/tree_from_json.ts": ["treeFromJSON"],
      "autodiff/random/threefry_key.ts": ["key", "keyOf"],
      "optimizers/mini_batches.ts": ["miniBatches"],
      "autodiff/numerics.ts": ["numericsVersion"],
    },
  },
  {
    heading: "Running, comparing and making optimizers",
    intro: "[The guide](guide.md) shows them at work.",
    names: {
      "optimizers/minimize.ts": ["minimize"],
      "optimizers/context.ts": ["stepInputs"],
      "optimizers/formula/formula.ts": ["formula"],
      "optimizers/explain/explain.ts": ["explain"],
      "optimizers/chain.ts": ["chain"],
      "optimizers/define.ts": ["defineOptimizer"],
      "optimizers/define_tree.ts": ["defineTreeOptimizer"],
      "optimizers/transformation.ts": ["defineTransformation"],
      "optimizers/stateful_transformation.ts": ["defineStatefulTransformation"],
      "optimizers/rules/mod.ts": ["rules"],
      "optimizers/hyperparameters.ts": ["positive", "nonNegative", "fraction"],
      "optimizers/whole_tree.ts": [
        ...["each", "total", "innerProduct", "globalNorm", "whenDue"],
      ],
    },
  },
  {
    heading: "Problems and studies",
    names: {
      "autodiff/layer_chain.ts": ["layerChain"],
      "autodiff/activations.ts": ["activations"],
      "experiments/problems/layer_chain_error.ts": ["layerChainError"],
      "experiments/problems/functions/mod.ts": ["testFunctions"],
      "experiments/studies/mod.ts": ["studies"],
      "experiments/problems/test_function.ts": ["testFunctionProblem"],
      "experiments/problems/quadratic.ts": ["quadratic"],
      "experiments/problems/softmax_regression.ts": ["softmaxRegression"],
      "experiments/problems/dense_network.ts": ["denseNetwork"],
      "experiments/lab/contestant.ts": ["contestant"],
      "experiments/lab/all_contestants.ts": ["allContestants"],
      "experiments/lab/study.ts": ["defineStudy"],
      "experiments/lab/narrow.ts": ["narrow"],
      "experiments/lab/run_study.ts": ["runStudy"],
    },
  },
  {
    heading: "Storing and comparing results",
    intro: "In `experiments/mod.ts`, for Deno.",
    names: {
      "experiments/data/packages.ts": ["packagedData"],
      "experiments/lab/results.ts": ["resultFiles"],
      "experiments/lab/store/csv.ts": ["toCSV"],
      "experiments/lab/drawing/draw.ts": ["toSVG", "drawingDeno"],
      "experiments/lab/store/files.ts": ["writeResults", "readResults"],
      "experiments/lab/compare.ts": ["compareResults"],
      "experiments/failure.ts": ["Failure"],
    },
  },
];

/** The name and the first sentence of each, in the order given. */
export async function namedRows({ names }: NamedSection): Promise<string[][]> {
  const rows: string[][] = [];
  for (const [file, wanted] of Object.entries(names)) {
    const text = await Deno.readTextFile(file);
    for (const name of wanted) {
      rows.push([`\`${name}\``, wholeSentence(docOf(file, text, name))]);
    }
  }
  return rows;
}

/** The lines of the doc comment above what a file exports under a name. */
function docOf(file: string, text: string, name: string): string[] {
  const kinds = "(?:async )?(?:function|const|class)";
  const [before, after] = text.split(
    new RegExp(`^(?=export ${kinds} ${name}\\b)`, "m"),
  );
  const [doc, end] = ["/**", "*/"].map((mark) => before.lastIndexOf(mark));
  const between = before.slice(end + 2).split("\n");
  const isAbove = between.every((line) => line === "" || line.startsWith("//"));
  if (after === undefined || doc < 0 || !isAbove) {
    throw new SyntaxError(
      `Cannot read ${file}: it must export ${name} under its doc comment`,
    );
  }
  return before.slice(doc, end)
    .replace(/^\/\*\*\s*(?:\* )?/, "")
    .split("\n")
    .map((line) => line.replace(/^ \* ?/, "").trimEnd());
}
