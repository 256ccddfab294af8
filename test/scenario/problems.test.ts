import assert from 'node:assert/strict';
import { compile } from '../../src/scenario/compile/compile.ts';
import { describeProblem } from '../../src/scenario/problem.ts';

/** What is wrong stands between « and »; the rest of a scenario stands around it. */
const inRaft: readonly (readonly [text: string, ...messages: string[]])[] = [
  ['at 1s { crash «n9» }', 'Nobody is called "n9" here. Did you mean "n1"?'],
  ['at 1s { crash «leeder» }', 'Nobody is called "leeder" here. Did you mean "leader"?'],
  ['at 1s { crash «F» let F = one server }', '"F" is not given yet: line 3 gives it, and it holds from there to the end of that block.'],
  ['group west = «east»\ngroup east = n1', '"east" is not given yet: line 4 gives it, and it holds from there to the end of that block.'],
  ['group «n1» = n2', '"n1" is the name of a node: take another one.'],
  ['group «leader» = n2', '"leader" is a role of the system: take another name.'],
  ['group west = n1\ngroup «west» = n2', 'There is a group "west" already.'],
  ['always: some server is «leadr»', 'No node is ever "leadr". Did you mean "leader"?'],
  ['always: some server has «trem» = 1', 'A node has no "trem". Did you mean "term"?'],
  ['always: some server has «term = "one"»', 'This compares a number, with text, as in "n1" with its quotes: both sides must be of one kind.'],
  ['always: some server has vote «<» "n1"', 'Only numbers are smaller or greater than others: compare these by = or !=.'],
  ['always: «term of n1 = leader of n2»', 'This compares a number, with text, as in "n1" with its quotes: both sides must be of one kind.'],
  ['never: «lead» happens', 'There is no event "lead". Did you mean "leader"?'],
  ['never: leader happens with «trm» = 1', '"leader" has no "trm". Did you mean "term"?'],
  ['never: crash happens with «term» = 1', '"crash" has no "term".'],
  ['finally: sent «AppendEntrys» < 9', 'There is no message "AppendEntrys". Did you mean "AppendEntries"?'],
  ['expect violation of «election-safty»', 'There is no property "election-safty". Did you mean "election-safety"?'],
  ['at 1s { c1 does «"sett x 1"» }', 'A command is "set KEY NUMBER", "add KEY NUMBER", "get KEY", "members SERVER …", "add SERVER", "remove SERVER", "transfer SERVER", "snapshot" or "snapshot SERVER"; "sett x 1" is none of them.'],
  ['at 1s { crash «the rest» }', '"the rest" is what the other groups of a partition leave: say "all nodes except …" here.'],
  ['at 1s { partition «the rest» }', 'A partition parts some nodes from the rest: name the others, as in "partition n1 from the rest".'],
  ['at 1s { network «latency 5ms..1ms» }', 'The maximum latency (1000 µs) is below the minimum (5000 µs).'],
  ['at 1s { network latency «normal(mean 5ms)» }', 'A distribution "normal" needs deviation as well.'],
  ['at 1s { network latency «gauss»(mean 5ms) }', 'There is no distribution "gauss". There are exponential, normal, lognormal, pareto.'],
  ['at 1s { network latency normal(mean 5ms, deviation «5») }', 'A time such as 150ms is needed here, not 5.'],
  ['at «0.5us» { heal }', '"0.5us" is no whole number of microseconds.'],
  ['at «-1s» { heal }', 'A time is not below 0, as "-1s" is.'],
  ['every «0s» { heal }', 'A time above 0 is needed here, not "0s".'],
  ['at 1s { repeat «100000» times { heal } }', 'A whole number from 0 to 10000 is needed here, not 100000.'],
  ['at 1s { repeat 1000 times { repeat «1000» times { heal } } }', 'With what is around it, this is repeated 1000000 times; more than 10000 are too many.'],
  ['at 1s { ask «"Who?"» { wrong "Nobody" } }', 'A question needs an answer that is right, as in: right "Nobody".'],
  ['at 1s { say «"a\\qb"» }', '"\\q" means nothing in text: there are \\n, \\t, \\", \\\\ and \\u with four digits.'],
  ['«seeds 9..1»', 'Seeds go from a lower to a higher one, as in 1..9.'],
  ['faults «wild» from 1s until 2s', 'There is no level of faults "wild". There are calm, rough, hostile.'],
  ['faults calm from 2s until «1s»', 'Faults end after they begin.'],
  ['goal "One."\n«goal "Two."»', '"goal" is said twice: a scenario has one.'],
  ['until 1s\n«until 2s»', '"until" is said twice: a scenario has one.'],
  ['schedule { at 2s heal at «1s» heal }', 'This comes before the entry above it: put a schedule in order of time.'],
  ['schedule { at 2s «crash leader» }', 'Who is leader is known only in the run: name nodes in a schedule, or write "at … { … }" outside of it.'],
  ['schedule { at 2s «drop first AppendEntries» }', 'A schedule knows a message by the event that sent it, as in "drop message 17".'],
  ['schedule { at 2s «crash servers that are up» }', 'What nodes are is known only in the run: name nodes in a schedule, or write "at … { … }" outside of it.'],
  ['at 1s { crash every server that is «leadr» }', 'No node is ever "leadr". Did you mean "leader"?'],
  ['at 1s { crash one server that has «trem» = 1 }', 'A node has no "trem". Did you mean "term"?'],
  ['at 1s { fire «elction» of n1 }', 'There is no timer "elction". Did you mean "election"?'],
  ['at 1s { fire «\'election 2\'» of n1 }', 'There is no timer "election 2". Did you mean "election"?'],
  ['finally: history is «linearisable»', 'There is no consistency model "linearisable". Did you mean "linearizable"?'],
  ['finally: history is «sequentially»', 'There is no consistency model "sequentially". Did you mean "sequentially consistent"?'],
  ['finally: «time of first leader < 5»', 'This compares a time such as 150ms, with a number: both sides must be of one kind.'],
  ['finally: longest operation < «-5ms»', 'A time is not below 0, as "-5ms" is.'],
  ['finally: time of last «leadr» < 5s', 'There is no event "leadr". Did you mean "leader"?'],
  ['finally: lost bytes of «AppendEntrys» < 5', 'There is no message "AppendEntrys". Did you mean "AppendEntries"?'],
  ['sweep «nods» 3, 5', 'There is no parameter "nods". Did you mean "nodes"?'],
  ['sweep «seed» 3, 5', 'Seeds are no parameter here: write "seeds 1..100" in a line of its own.'],
  ['sweep nodes 3, «50»', 'Servers is between 3 and 9, not 50.'],
  ['sweep nodes 3, «5ms»', 'Servers is a number.'],
  ['sweep nodes 3, 5, «3»', 'This value is there already.'],
  ['sweep pre-vote on, «offf»', 'Ask before an election has no such choice. Did you mean "off"?'],
  ['sweep loss 1%, 2%\nsweep «loss» 3%', '"loss" is swept twice.'],
  ['sweep loss 1%\nsweep nodes 3\n«sweep batch 3»', 'A scenario has two sweeps at most'],
  ['«sweep nodes from 5 to 3 by 1»', 'A sweep goes from a lower to a higher value, as in: from 3 to 5 by 1'],
  ['«sweep nodes from 3 to 5 by 1ms»', 'A step of Servers is a number above 0, not 1ms.'],
  ['«sweep nodes from 3 to 5 by 0»', 'A step of Servers is a number above 0, not 0.'],
  ['«sweep nodes from 3 to 5 by 0.5»', 'Servers is a whole number, not 3.5.'],
  ['«sweep loss from 0% to 30% by 0.1%»', 'A sweep has 200 values at most: take a greater step.'],
  ['«sweep pre-vote from 0 to 1 by 1»', 'The choices of Ask before an election have no order: name them one by one.'],
  ['«sweep election-timeout-max 200ms, 100ms»', 'With election-timeout-max 100ms: The longest election timeout'],
  ['sweep nodes 3, 5\nat 1s { crash «n4» }', 'Nobody is called "n4" here.'],
  ['sweep clients 1, 2\nfinally: c1 is up or «c2» is up', 'Nobody is called "c2" here.'],
  ['«sweep nodes 3, 5»\nschedule { at 1s crash n1 }', 'A schedule is of the very nodes that there are: it goes with no sweep that changes them.'],
  ['plot: «vote of n1»', 'A plot shows a number or a time.'],
  ['plot "p": «trm» of n1', 'There is no field "trm". Did you mean "term"?'],
  ['at 1s { «crsh» n1 }', 'Here "does" is needed, not "n1". Did you mean "crash" by "crsh"?'],
];

const system: typeof inRaft = [
  ['system «rift»', 'There is no system "rift". Did you mean "raft"?'],
  ['system raft { «node» 5 }', 'There is no parameter "node". Did you mean "nodes"?'],
  ['system raft { «election-timeout» 5s }', 'There is no parameter "election-timeout". Did you mean "election-timeout-min"?'],
  ['system raft { «nodes 50» }', 'Servers is between 3 and 9, not 50.'],
  ['system raft { «nodes 5s» }', 'Servers is a number.'],
  ['system raft { «loss 50ms» }', 'Loss is a share such as 10%.'],
  ['system raft { reads «quick» }', 'Reads has no such choice.'],
  ['system raft { nodes 5, «nodes 5» }', '"nodes" is set twice.'],
  ['system raft { «seed» 5 }', 'Seeds are no parameter here: write "seeds 1..100" in a line of its own.'],
  ['«system raft { heartbeat-interval 500ms }»', ''],
];

const otherSystems: typeof inRaft = [
  ['system two-phase-commit\nfinally: «history is linearizable»', 'Of two-phase-commit it is not known what its clients see: its simulation registers no history of them, as those of raft, paxos, multi-paxos do.'],
  ['system lease\nfinally: «completed operations» > 5', 'Of lease it is not known what its clients see'],
  ['system two-phase-commit\nat 1s { fire «votes» of all nodes }', 'There is a timer "votes" for each transaction: name it as well, as in \'votes T1\'.'],
  ['system raft { nodes 5 }\nsweep nodes 5, 3\nat 1s { crash «n4» }', 'With the nodes n1, n2, n3, c1: Nobody is called "n4" here.'],
];

const syntax: typeof inRaft = [
  ['', 'Here "scenario" is needed, not the end of the text.'],
  ['scenari«o»', 'Here text in double quotes is needed, not the end of the text.'],
  ['scenario «"a"»', 'A scenario says what system it is of, as in: system raft { nodes 5 }'],
  ['scenario "a"\n«sytem» raft', '"sytem" can\'t stand here.'],
  ['scenario "a"\nsystem raft\nat «5» { heal }', 'Here a time such as 150ms is needed, not "5".'],
  ['scenario "a"\nsystem raft\nat 5s { heal «always»: n1 is up', 'Here "}" is needed, not "always".'],
  ['scenario "a"\nsystem raft\nat 5s { crash n«1»', 'Here "}" is needed, not the end of the text.'],
  ['scenario "a"\nsystem raft\nat 5s { say «"a }»', 'The text that begins here has no end: put a " behind it, on the same line.'],
  ['scenario "a"\nsystem raft\n«§» 5', '"§" means nothing here: take it away, or put it into quotes where it is text.'],
  ['scenario "a"\nsystem raft\nalways: «hardly» 5', '"hardly" can\'t stand here. A condition is needed'],
  [`scenario "a"\nsystem raft\nalways: ${'('.repeat(40)}«(»n1 is up`, 'This is nested more than 40 deep'],
  [`scenario "a"\nsystem raft\nalways: ${'not '.repeat(40)}«n»ot n1 is up`, 'This is nested more than 40 deep'],
];

function check(annotated: string, messages: readonly string[]): void {
  const start = annotated.indexOf('«');
  const end = annotated.indexOf('»') - 1;
  const text = annotated.replace('«', '').replace('»', '');
  const { problems } = compile(text);
  const [first] = problems;
  assert.ok(first, text);
  if (start >= 0) assert.deepEqual([first.start, first.end], [start, end], describeProblem(text, first));
  for (const [position, message] of messages.entries()) assert.ok(problems[position]?.message.startsWith(message), `${describeProblem(text, problems[position] ?? first)} (not: ${message})`);
  assert.equal(problems.length, messages.length, problems.map((each) => describeProblem(text, each)).join('\n'));
}

describe('what is wrong with a scenario', () => {
  for (const [part, ...messages] of inRaft) it(`is said of ${part}`, () => check(`scenario "a"\nsystem raft { nodes 3 }\n${part}`, messages));
  for (const [part, ...messages] of system) it(`is said of ${part}`, () => check(`scenario "a"\n${part}`, messages));
  for (const [part, ...messages] of otherSystems) it(`is said of ${part}`, () => check(`scenario "a"\n${part}`, messages));
  for (const [text, ...messages] of syntax) it(`is said of ${JSON.stringify(text.slice(0, 60))}`, () => check(text, messages));

  it('is all said at once, in the order of the text, with lines and columns', () => {
    const text = 'scenario "a"\nsystem raft\nat 1s {\n  crash n9\n  restart n8\n}\nalways: n7 is up\n';
    assert.deepEqual(compile(text).problems.map((problem) => /^[^.]*/.exec(describeProblem(text, problem))![0]), ['4:9: Nobody is called "n9" here', '5:11: Nobody is called "n8" here', '7:9: Nobody is called "n7" here']);
  });
});
