/** `error`: a page is no contract for it. `warning`: it was mended, or weighed. `none`: no defect, but good to know. */
type DefectLevel = 'error' | 'warning' | 'none';

/** A kind of defect. The ids of errata stand in `specs/errata.json`; no id is ever changed or used again. */
export interface DefectRule {
  readonly id: string;
  readonly level: DefectLevel;
  /** A fact in the present tense. */
  readonly title: string;
  /** Why it matters, and how the author of the page mends it. */
  readonly help: string;
}

/** A place of the documentation; `page` is the path below the folder that was extracted, `line` counts from 1. */
export interface DefectPlace {
  readonly page: string;
  readonly line: number;
}

/** One place where the documentation is wrong, contradicts itself, or could not be read. */
export interface Defect extends DefectPlace {
  readonly rule: string;
  readonly level: DefectLevel;
  readonly message: string;
  /** The contracts that it concerns. */
  readonly contracts: readonly string[];
  /** Other places that have to do with it. */
  readonly related: readonly (DefectPlace & { readonly message: string })[];
}

/** All defects of one extraction, in the order of files and lines; none twice. */
export interface DefectReport {
  /** All rules, those without a defect included. */
  readonly rules: readonly DefectRule[];
  readonly defects: readonly Defect[];
  /** How often each rule was met; every rule has its number. */
  readonly counts: ReadonlyMap<string, number>;
}
