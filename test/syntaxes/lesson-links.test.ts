import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { parsePackLink } from '../../src/course/links.ts';

interface Grammar {
  patterns: { match: string; captures: Record<string, { name: string }> }[];
}

const file = new URL('../../syntaxes/lesson-links.tmLanguage.json', import.meta.url);
const { patterns } = JSON.parse(readFileSync(file, 'utf8')) as Grammar;

const isHighlighted = (href: string) => patterns.some(({ match }) => new RegExp(match).exec(`[text](${href})`)?.[0] === href);

describe('the grammar of lesson links', () => {
  const links = ['topic:raft', 'questions:', 'questions:time-and-order', 'simulation:leader-crash', 'simulation:raft/leader-crash', 'exercise:lamport-clocks'];
  const others = ['https://example.org', 'command:quit', 'simulation:', 'simulation:A', 'topic:', 'exercise:a/b/c', 'topic', 'file:raft', 'topic:-x', '../raft'];

  it('highlights what a lesson may link to, and nothing else', () => {
    for (const href of links) assert.ok(parsePackLink(href) && isHighlighted(href), href);
    for (const href of others) assert.ok(!parsePackLink(href) && !isHighlighted(href), href);
  });

  it('names each part of a link', () => {
    const [, kind, , topic, , item] = new RegExp(patterns[0]?.match ?? '').exec('[x](simulation:raft/leader-crash)') ?? [];
    assert.deepEqual([kind, topic, item], ['simulation', 'raft', 'leader-crash']);
  });
});
