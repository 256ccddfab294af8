/**
 * What may come next: the grammar as a pushdown automaton, which goes along all readings of a text at once. It knows for what a
 * word would stand, such as the field of a test; a parser knows only that a word may come.
 */
import { GrammarAST } from 'langium';
import type { Token } from '../scenario/language/messages.ts';
import { dsim } from '../scenario/language/services.ts';

export interface Expectation {
  /** A keyword, or the name of a terminal such as `NUMBER`. */
  readonly token: string;
  readonly isKeyword: boolean;
  /** Rules that are being read, the innermost first, with the property of the rule around that takes what comes of it. */
  readonly rules: readonly ReadRule[];
}

export interface ReadRule {
  readonly rule: string;
  /** What the next token would be of this rule, or what the rule inside of it is. */
  readonly property: string | undefined;
}

interface State {
  readonly id: number;
  readonly edges: Edge[];
}

interface Edge {
  readonly to: State;
  /** Undefined for an edge that takes nothing. */
  readonly token?: string;
  readonly isKeyword?: boolean;
  readonly call?: Rule;
  readonly property?: string | undefined;
}

interface Rule {
  readonly name: string;
  readonly start: State;
  readonly end: State;
}

/** Where to go on when a rule has been read. Equal stacks are one object. */
interface Stack {
  readonly rule: string;
  readonly edge: Edge;
  readonly below: Stack | undefined;
  /** By the edge that is put on it. */
  readonly above: Map<Edge, Stack>;
}

interface Configuration {
  readonly state: State;
  readonly stack: Stack | undefined;
  readonly rule: string;
}

const rules = new Map<string, Rule>();
let states = 0;

function state(): State {
  return { id: states++, edges: [] };
}

function ruleOf(definition: GrammarAST.ParserRule): Rule {
  const known = rules.get(definition.name);
  if (known) return known;
  const rule: Rule = { name: definition.name, start: state(), end: state() };
  rules.set(definition.name, rule);
  add(definition.definition, rule.start, rule.end, undefined);
  return rule;
}

/** Edges that lead from one state to another by what an element of the grammar takes. */
function add(element: GrammarAST.AbstractElement, from: State, to: State, property: string | undefined): void {
  const { cardinality } = element;
  if (cardinality === '?' || cardinality === '*') from.edges.push({ to });
  if (cardinality !== '*' && cardinality !== '+') return addOnce(element, from, to, property);
  const [begin, end] = [state(), state()];
  from.edges.push({ to: begin });
  addOnce(element, begin, end, property);
  end.edges.push({ to: begin }, { to });
}

function addOnce(element: GrammarAST.AbstractElement, from: State, to: State, property: string | undefined): void {
  if (GrammarAST.isKeyword(element)) from.edges.push({ to, token: element.value, isKeyword: true, property });
  else if (GrammarAST.isAssignment(element)) add(element.terminal, from, to, element.feature);
  else if (GrammarAST.isAlternatives(element)) element.elements.forEach((each) => add(each, from, to, property));
  else if (GrammarAST.isGroup(element)) addInRow(element.elements, from, to, property);
  else if (GrammarAST.isRuleCall(element) && GrammarAST.isParserRule(element.rule.ref)) from.edges.push({ to, call: ruleOf(element.rule.ref), property });
  else if (GrammarAST.isRuleCall(element)) from.edges.push({ to, token: element.rule.$refText, property });
  else from.edges.push({ to });
}

function addInRow(elements: readonly GrammarAST.AbstractElement[], from: State, to: State, property: string | undefined): void {
  let at = from;
  elements.forEach((element, index) => {
    const next = index === elements.length - 1 ? to : state();
    add(element, at, next, property);
    at = next;
  });
}

const entry = ruleOf(dsim.Grammar.rules.filter(GrammarAST.isParserRule).find((rule) => rule.entry)!);

/** Every configuration that can be reached without a token; each of them once. */
function closure(from: readonly Configuration[]): readonly Configuration[] {
  const seen = new Map<Stack | undefined, Set<State>>();
  const found: Configuration[] = [];
  const add = (configuration: Configuration): void => {
    const { state: at, stack } = configuration;
    const states = seen.get(stack) ?? new Set();
    if (states.has(at)) return;
    seen.set(stack, states.add(at));
    found.push(configuration);
  };
  from.forEach(add);
  for (const { state: at, stack, rule } of found) {
    for (const edge of at.edges) {
      if (edge.call) add({ state: edge.call.start, stack: pushed(stack, edge, rule), rule: edge.call.name });
      else if (edge.token === undefined) add({ state: edge.to, stack, rule });
    }
    if (stack && at === rules.get(rule)!.end) add({ state: stack.edge.to, stack: stack.below, rule: stack.rule });
  }
  return found;
}

const bottom = new Map<Edge, Stack>();

function pushed(stack: Stack | undefined, edge: Edge, rule: string): Stack {
  const above = stack ? stack.above : bottom;
  const known = above.get(edge) ?? { rule, edge, below: stack, above: new Map<Edge, Stack>() };
  above.set(edge, known);
  return known;
}

export interface Expected {
  /** How many of the tokens can be read; all of them where it is their number. */
  readonly read: number;
  readonly next: readonly Expectation[];
}

/** @param tokens of a text from its beginning */
export function expectedAfter(tokens: readonly Token[]): Expected {
  bottom.clear();
  let now = closure([{ state: entry.start, stack: undefined, rule: entry.name }]);
  for (const [index, { tokenType }] of tokens.entries()) {
    const next = now.flatMap(({ state: at, stack, rule }) => at.edges.filter(({ token }) => token === tokenType.name).map((edge): Configuration => ({ state: edge.to, stack, rule })));
    if (next.length === 0) return { read: index, next: expectations(now) };
    now = closure(next);
  }
  return { read: tokens.length, next: expectations(now) };
}

function expectations(configurations: readonly Configuration[]): readonly Expectation[] {
  return configurations.flatMap(({ state: at, stack, rule }) =>
    at.edges.flatMap((edge) => (edge.token === undefined ? [] : [{ token: edge.token, isKeyword: edge.isKeyword === true, rules: [{ rule, property: edge.property }, ...around(stack)] }])),
  );
}

function around(stack: Stack | undefined): readonly ReadRule[] {
  const found: ReadRule[] = [];
  for (let each = stack; each; each = each.below) found.push({ rule: each.rule, property: each.edge.property });
  return found;
}
