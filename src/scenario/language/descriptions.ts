/** What is said of a part of the grammar to somebody who has written something else. */

const CONDITION = 'A condition is needed: "some server is leader", "n1 has term >= 2", "leader happens at n1", "number of servers = 5", "history is linearizable".';
const PREDICATE = 'What nodes are is needed: "is leader", "has term >= 2".';
const NODES = 'Nodes are needed: a name such as n1, a role, "all servers", "one server", "n1, n2", "all nodes except n1", "servers that are crashed".';
const TERM = 'A value is needed: a number, a time, text in double quotes, true, false, "term of n1", "number of servers that are leader", "sent messages", "occurrences of crash", "time of first leader", "median operation".';
const STATEMENT = 'What happens is needed: an action such as "crash n1", "wait", "let", "repeat", "say" or "ask"; "}" ends the block.';
const ACTION = 'An action is needed: "crash n1", "restart n1", "partition n1 from the rest", "heal", "c1 does \\"set x 1\\"" or another.';
const LATENCY = 'A latency is needed: 5ms, 5ms..15ms, normal(mean 10ms, deviation 2ms), mixture(3 5ms, 1 50ms), measured(0% 5ms, 100% 20ms).';

const DESCRIPTIONS: Readonly<Record<string, string>> = {
  Scenario: 'A scenario begins with "scenario" and its title in double quotes.',
  Part: 'A part of a scenario begins with "system", "seeds", "until", "group", "faults", "schedule", "sweep", "plot", "at", "every", "when", "whenever", "always", "never", "eventually", "finally" or "expect".',
  Parameter: 'A parameter is a name and a value: a number, a time such as 150ms, a share such as 10%, or the name of a choice.',
  Quantity: 'A number is needed, a time such as 150ms, or a share such as 10%.',
  SweepValue: 'A value of the parameter is needed: a number, a time such as 150ms, a share such as 10%, or the name of a choice; or "from 150ms to 300ms by 10ms".',
  Sent: 'What is counted is needed: "messages", "bytes", or a message such as AppendEntries.',
  Operations: '"completed operations", "shortest operation", "median operation" or "longest operation" is needed.',
  Statement: STATEMENT,
  Block: STATEMENT,
  Action: ACTION,
  MessageAction: 'Messages are needed: "first AppendEntries from n1 to n2", "all messages to n3" or "message 17".',
  NodeSet: NODES,
  Chosen: NODES,
  Selected: NODES,
  Single: NODES,
  Difference: NODES,
  Excluded: NODES,
  Nodes: NODES,
  Claim: 'A claim is needed: "always: …", "never: …", "eventually within 2s: …", "finally: …" or "expect violation of …".',
  Condition: CONDITION,
  AllConditions: CONDITION,
  OneCondition: CONDITION,
  NodesCondition: CONDITION,
  Comparison: CONDITION,
  Quantifier: '"some", "no", "every", "at least 2", "at most 1" or "exactly 1" is needed.',
  Predicate: PREDICATE,
  AllFacts: PREDICATE,
  Fact: PREDICATE,
  Operand: TERM,
  Term: TERM,
  Literal: TERM,
  Comparator: '=, !=, <, <=, > or >= is needed.',
  Quality: LATENCY,
  Trait: 'After a latency there may be "loss 10%", "duplication 5%", "reordering 5%", "bandwidth 100000", "ordered".',
  Latency: LATENCY,
  Name: 'A name is needed; what is a word of the language goes into single quotes.',
  Word: 'A word of the system is needed; what is a word of the language goes into single quotes.',
};

/** A sentence or two; empty where there is nothing to say. */
export function describeRule(rule: string): string {
  return DESCRIPTIONS[rule] ?? '';
}
