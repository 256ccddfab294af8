/** Whole constructs to begin with, by the rule and the keyword with which they begin, in the form of the protocol's snippets. */
const SNIPPETS: Readonly<Record<string, readonly [label: string, snippet: string]>> = {
  'Scenario scenario': ['scenario … system …', 'scenario "${1:Title}"\nsystem ${2:raft} { nodes ${3:5} }\nuntil ${4:10s}\n\n$0'],
  'System system': ['system … { … }', 'system ${1:raft} { $0 }'],
  'Group group': ['group … = …', 'group ${1:west} = ${2:n1, n2}'],
  'RandomFaults faults': ['faults … from … until …', 'faults ${1|calm,rough,hostile|} from ${2:1s} until ${3:5s}'],
  'At at': ['at … { … }', 'at ${1:1s} {\n\t$0\n}'],
  'Every every': ['every … { … }', 'every ${1:500ms} from ${2:1s} until ${3:5s} {\n\t$0\n}'],
  'When when': ['when … as … { … }', 'when ${1:some server is ${2:leader}} as ${3:L} {\n\t$0\n}'],
  'When whenever': ['whenever … as … { … }', 'whenever ${1:some server is ${2:leader}} as ${3:L} {\n\t$0\n}'],
  'Schedule schedule': ['schedule { … }', 'schedule {\n\tat ${1:1s} $0\n}'],
  'Sweep sweep': ['sweep … from … to … by …', 'sweep ${1:loss} from ${2:0%} to ${3:10%} by ${4:5%}'],
  'Plot plot': ['plot …: …', 'plot "${1:Title}": ${0:sent messages}'],
  'Claim always': ['always: …', 'always: ${0:every server is up}'],
  'Claim never': ['never: …', 'never: $0'],
  'Claim eventually': ['eventually within …: …', 'eventually within ${1:2s}: $0'],
  'Claim finally': ['finally: …', 'finally: $0'],
  'Claim expect': ['expect violation of …', 'expect violation of $0'],
  'Await wait': ['wait until … within …', 'wait until ${1:some server is leader} within ${2:2s}'],
  'Repeat repeat': ['repeat … times { … }', 'repeat ${1:3} times {\n\t$0\n}'],
  'Let let': ['let … = …', 'let ${1:F} = ${0:one server}'],
  'Say say': ['say "…"', 'say "$0"'],
  'Ask ask': ['ask … { … }', 'ask "${1:Question?}" {\n\tright "${2:Answer}"\n\twrong "${3:Answer}"\n\tbecause "${4:Explanation}"\n}$0'],
  'Partition partition': ['partition … from the rest', 'partition ${1:n1} from the rest'],
  'ChangeNetwork network': ['network latency …', 'network latency ${1:5ms..40ms}, loss ${2:0%}'],
  'ChangeLink link': ['link … to … latency …', 'link ${1:n1} to ${2:n2} latency ${3:5ms..40ms}'],
};

export interface Snippet {
  readonly label: string;
  readonly text: string;
}

export function snippetOf(rule: string, keyword: string): Snippet | undefined {
  const found = SNIPPETS[`${rule} ${keyword}`];
  return found && { label: found[0], text: found[1] };
}

/** All that there are. */
export const SNIPPET_KEYS: readonly (readonly [rule: string, keyword: string])[] = Object.keys(SNIPPETS).map((key) => key.split(' ') as [string, string]);
