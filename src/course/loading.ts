/** What the loaders of a pack's parts share: its files, what it may refer to, and the problems found so far. */
import type * as v from 'valibot';
import { FILE_START, type DataDocument, type DataPath, type Flaw, type Position } from './document.ts';
import { readText, type PackFiles } from './files.ts';
import type { Inventory } from './inventory.ts';
import type { PackProblem } from './model.ts';
import { validate } from './validate.ts';

/** What packs are checked against. */
export interface LoadEnvironment {
  /** The version of this extension, which a pack's `engine` range has to include. */
  readonly engineVersion: string;
  /**
   * The simulations that there are, by type: each takes the parameters that a topic sets and throws a RangeError, in
   * words fit for the pack's author, for those that don't fit.
   */
  readonly simulations: ReadonlyMap<string, (parameters: Readonly<Record<string, number>>) => void>;
}

/** A file that was read and found valid. */
export interface ValidFile<Value> {
  readonly path: string;
  readonly value: Value;
  readonly document: DataDocument;
}

const LARGEST_FILE = 256 * 1024;

export class Loading {
  readonly files: PackFiles;
  readonly inventory: Inventory;
  readonly environment: LoadEnvironment;
  readonly #problems: PackProblem[] = [];

  constructor(files: PackFiles, inventory: Inventory, environment: LoadEnvironment) {
    this.files = files;
    this.inventory = inventory;
    this.environment = environment;
    for (const { path, message, remedy } of inventory.faults) this.report(path, FILE_START, message, remedy);
  }

  /** In the order of files and of lines. */
  get problems(): readonly PackProblem[] {
    return this.#problems.toSorted(
      (left, right) => compareText(left.file, right.file) || left.line - right.line || left.column - right.column,
    );
  }

  report(file: string, { line, column }: Position, message: string, remedy: string): void {
    this.#problems.push({ packRoot: this.files.root, file, line, column, message, remedy });
  }

  reportAt(file: ValidFile<unknown>, path: DataPath, message: string, remedy: string): void {
    this.report(file.path, file.document.locate(path), message, remedy);
  }

  reportFlaws(file: string, flaws: readonly Flaw[]): void {
    for (const flaw of flaws) this.report(file, flaw, flaw.message, flaw.remedy);
  }

  /** Reports a file that can't be read, and gives null for it. */
  async text(path: string): Promise<string | null> {
    try {
      return await readText(this.files, path, LARGEST_FILE);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.report(path, FILE_START, message, `Make it a readable text file in UTF-8 of at most ${LARGEST_FILE / 1024} KB.`);
      return null;
    }
  }

  /** Reports what is wrong with the file, and gives null where anything is. */
  async data<Schema extends v.GenericSchema>(
    path: string,
    parse: (text: string) => DataDocument,
    schema: Schema,
  ): Promise<ValidFile<v.InferOutput<Schema>> | null> {
    const text = await this.text(path);
    if (text === null) return null;
    const document = parse(text);
    const { value, flaws } = validate(schema, document);
    this.reportFlaws(path, flaws);
    return value === null ? null : { path, value, document };
  }

  /** Reports each id that was used before. */
  unique(file: ValidFile<unknown>, what: string, ids: readonly string[], pathOf: (index: number) => DataPath): void {
    for (const [index, id] of ids.entries()) {
      if (ids.indexOf(id) < index) this.reportAt(file, pathOf(index), `The ${what} "${id}" is given twice.`, `Give each ${what} an id of its own.`);
    }
  }

  /** Reports each folder in a folder that its list does not name, since it would silently be left out. */
  unlisted(file: ValidFile<unknown>, property: string, folder: string, listed: readonly string[]): void {
    for (const name of this.inventory.namesIn(folder)) {
      if (listed.includes(name)) continue;
      this.report(
        file.path,
        file.document.locate([property]),
        `"${folder}/${name}" is not listed in "${property}".`,
        `Add "${name}" to "${property}", or remove it.`,
      );
    }
  }
}

function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
