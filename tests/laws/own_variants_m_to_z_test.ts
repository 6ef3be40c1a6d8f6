import { noLawRejects } from "./own_optimizers.ts";
import { variants } from "./waivers.ts";

noLawRejects(variants.filter(({ optimizer: { id } }) => id >= "m"));
