import { noLawRejects } from "./own_optimizers.ts";
import { float32 } from "./waivers.ts";

noLawRejects(float32);
