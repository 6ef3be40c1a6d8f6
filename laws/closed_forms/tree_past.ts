import type { Approximate } from "../approximate.ts";
import type { Subject } from "../subject.ts";
import { Constants } from "./constants.ts";
import { Past } from "./past.ts";

/** One number of a parameter: where it starts and stays, what it meets. */
export interface Cell {
  /** Where the run begins. */
  readonly start: number;
  /** Where it is put before each step. */
  readonly weight: number;
  /** The gradient at first. */
  readonly first: number;
  /** The gradient from then on. */
  readonly then: number;
}

/** Numbers of several parameters, with bounds. */
export type Numbers = readonly (readonly Approximate[])[];

/** What a subject of several parameters has met up to a step. */
export class TreePast extends Constants {
  constructor(
    subject: Subject,
    readonly cells: readonly (readonly Cell[])[],
    readonly firstSteps: number,
    t: number = 0,
  ) {
    super(subject, t);
  }

  /** The past of another step. */
  at(t: number): TreePast {
    return new TreePast(this.subject, this.cells, this.firstSteps, t);
  }

  /** Those of all steps up to the present one. */
  get all(): readonly TreePast[] {
    return Array.from({ length: this.t }, (_, i) => this.at(i + 1));
  }

  /** What each number has met. */
  get pasts(): readonly (readonly Past[])[] {
    const { firstSteps } = this;
    return this.cells.map((row) =>
      row.map(({ first, then }) =>
        new Past(this.subject, { first, firstSteps, then }, this.t)
      )
    );
  }

  /** The gradients of the present step. */
  get gradients(): Numbers {
    return this.pasts.map((row) => row.map(({ gradient }) => gradient));
  }

  /** The weights. */
  get weights(): Numbers {
    return this.cells.map((row) => row.map(({ weight }) => this.exact(weight)));
  }

  /** Where they started. */
  get starts(): Numbers {
    return this.cells.map((row) => row.map(({ start }) => this.exact(start)));
  }
}
