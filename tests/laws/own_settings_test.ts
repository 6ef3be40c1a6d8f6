import { noLawRejects } from "./own_optimizers.ts";
import { settings } from "./waivers.ts";

noLawRejects(settings);
