/** YAML with positions. */
import { isMap, isNode, isPair, isScalar, isSeq, parseDocument, visit, type Document, type Node, type Pair } from 'yaml';
import {
  firstPerLine,
  givenTwice,
  guarded,
  nearest,
  positionFinder,
  TOO_DEEP,
  type DataDocument,
  type DataPath,
  type Flaw,
  type Position,
} from './document.ts';

const YAML_REMEDY = 'Correct the YAML here; a text that contains ": " or starts with a special character needs quotes.';

/** YAML 1.2 without aliases, which a small file could use to stand for an enormous one. */
export function parseYaml(text: string): DataDocument {
  const positionAt = positionFinder(text);
  return guarded(() => {
    const document = parseDocument(text, { prettyErrors: false, logLevel: 'error', stringKeys: true, uniqueKeys: false });
    const flaws = [...document.errors, ...document.warnings].map((error) => ({
      ...positionAt(error.pos[0]),
      ...(error.code === 'RESOURCE_EXHAUSTION' ? TOO_DEEP : { message: `This is not valid YAML: ${sentence(error.message)}`, remedy: YAML_REMEDY }),
    }));
    const unusable = flaws.length > 0 ? firstPerLine(flaws) : forbiddenYaml(document, positionAt);
    const positionOf = (part: YamlPart | undefined) => positionAt(offsetOf(part) ?? 0);
    const partAt = (path: DataPath) => yamlPart(document, path);
    return {
      flaws: unusable,
      value: unusable.length === 0 ? document.toJS() : undefined,
      locate: (path) => positionOf(valueOf(nearest(path, partAt))),
      locateKey: (path) => positionOf(nearest(path, partAt)),
    };
  });
}

/** Aliases, and keys that are given twice: the parser's own check of keys takes the square of their number. */
function forbiddenYaml(document: Document.Parsed, positionAt: (offset: number) => Position): Flaw[] {
  const flaws: Flaw[] = [];
  visit(document, {
    Alias: (_, alias) => {
      flaws.push({ ...positionAt(alias.range?.[0] ?? 0), message: `The alias "*${alias.source}" is not allowed here.`, remedy: 'Write out what it stands for.' });
    },
    Map: (_, map) => {
      const names = new Set<unknown>();
      for (const { key } of map.items) {
        if (!isScalar(key)) continue;
        if (names.has(key.value)) flaws.push(givenTwice(key.value, positionAt(key.range?.[0] ?? 0)));
        names.add(key.value);
      }
    },
  });
  return flaws;
}

type YamlPart = Node | Pair;

function yamlPart(document: Document.Parsed, path: DataPath): YamlPart | undefined {
  let part: YamlPart | undefined = document.contents ?? undefined;
  for (const key of path) {
    const container = valueOf(part);
    if (isMap(container)) part = container.items.find((pair) => isScalar(pair.key) && pair.key.value === key);
    else if (isSeq(container) && typeof key === 'number') part = asNode(container.items[key]);
    else return undefined;
  }
  return part;
}

function valueOf(part: YamlPart | undefined): YamlPart | undefined {
  return isPair(part) ? (asNode(part.value) ?? part) : part;
}

function asNode(value: unknown): Node | undefined {
  return isNode(value) ? value : undefined;
}

function offsetOf(part: YamlPart | undefined): number | undefined {
  const node = isPair(part) ? asNode(part.key) : part;
  return node && 'range' in node ? node.range?.[0] : undefined;
}

function sentence(message: string): string {
  const line = (message.split('\n', 1)[0] ?? '').trim();
  return /[.!?]$/.test(line) ? line : `${line}.`;
}
