import assert from 'node:assert/strict';
import fc from 'fast-check';
import { renderLesson, renderSnippet, type LessonContext } from '../../src/course/markdown.ts';

const CONTEXT: LessonContext = { packId: 'core', topicId: 'clocks', folder: 'topics/clocks', imageUrl: (path) => `https://panel.example/${path}` };

const lesson = (source: string) => renderLesson(source, CONTEXT);
const html = (source: string) => lesson(source).html.trim();
const flaws = (source: string) => lesson(source).flaws.map(({ line, column, message }) => `${line}:${column} ${message}`);

describe('a lesson as HTML', () => {
  it('has prose, tables, lists and code', () => {
    assert.equal(html('*a* **b** `c<d`'), '<p><em>a</em> <strong>b</strong> <code>c&lt;d</code></p>');
    assert.equal(html('```ts\nlet a = "<b>";\n```'), '<pre><code class="language-ts">let a = &quot;&lt;b&gt;&quot;;\n</code></pre>');
    assert.equal(html('3. a\n4. b').replaceAll('\n', ''), '<ol start="3"><li>a</li><li>b</li></ol>');
    assert.match(html('| a | b |\n| :-- | --: |\n| 1 | 2 |'), /<th class="align-left">a<\/th>\s*<th class="align-right">b<\/th>/);
  });

  it('has headings from the second level on, with ids that nothing else uses', () => {
    assert.equal(
      html('# Über time & "order"\n\n## Twice\n\n## Twice\n\n### !').replaceAll('\n', ''),
      '<h2 id="section-über-time-order">Über time &amp; &quot;order&quot;</h2><h2 id="section-twice">Twice</h2><h2 id="section-twice-2">Twice</h2><h3 id="section-">!</h3>',
    );
  });

  it('links to headings, to https and into its pack', () => {
    assert.equal(html('## A b\n\n[x](#a-b)'), '<h2 id="section-a-b">A b</h2>\n<p><a href="#section-a-b">x</a></p>');
    assert.equal(html('[x](HTTPS://Example.org/a?b=1&c=2 "t")'), '<p><a href="https://example.org/a?b=1&amp;c=2">x</a></p>');
    const cases = [
      ['topic:raft', 'topic', 'core/raft'],
      ['questions:', 'questions', 'core/clocks'],
      ['questions:raft', 'questions', 'core/raft'],
      ['simulation:tick', 'simulation', 'core/clocks/tick'],
      ['simulation:raft/cold-start', 'simulation', 'core/raft/cold-start'],
      ['exercise:lamport-clocks', 'exercise', 'core/clocks/lamport-clocks'],
    ] as const;
    for (const [href, kind, target] of cases) {
      const rendered = lesson(`See\n[x](${href}).`);
      assert.equal(rendered.html.trim(), `<p>See\n<a href="#" data-kind="${kind}" data-target="${target}">x</a>.</p>`);
      assert.deepEqual(rendered.links.map(({ line, column }) => [line, column]), [[2, 5]]);
    }
  });

  it('shows images of the pack by the address that the panel gives them', () => {
    const rendered = lesson('![A "clock"](images/a%20clock.svg)\n\n![B](../raft/b.png)');
    assert.match(rendered.html, /<img src="https:\/\/panel.example\/topics\/clocks\/images\/a clock.svg" alt="A &quot;clock&quot;">/);
    assert.deepEqual(rendered.images.map(({ path, line }) => [path, line]), [['topics/clocks/images/a clock.svg', 1], ['topics/raft/b.png', 3]]);
  });

  it('has a numbered place for each diagram, and the source with its text apart', () => {
    const rendered = lesson('```mermaid\n%% alt: A to B\ngraph LR\n```\n\n- ```mermaid\n  graph LR\n  accDescr {\n    C\n    to D\n  }\n  ```\n');
    assert.deepEqual(rendered.diagrams.map(({ alternative }) => alternative), ['A to B', 'C to D']);
    assert.match(rendered.html, /<div class="diagram" data-diagram="0"><\/div>/);
    assert.match(rendered.html, /<div class="diagram" data-diagram="1"><\/div>/);
    assert.deepEqual(rendered.flaws, []);
  });

  it('has a numbered place for each scenario, and its text apart', () => {
    const rendered = lesson('```dsim\nscenario "A"\n```\n\nText.\n\n```dsim\nscenario "<B>"\n```\n');
    assert.deepEqual(rendered.scenarios, ['scenario "A"\n', 'scenario "<B>"\n']);
    assert.match(rendered.html, /<div class="scenario" data-scenario="0"><\/div>\n<p>Text.<\/p>\n<div class="scenario" data-scenario="1"><\/div>/);
  });

  it('tells the author of what a reader would miss', () => {
    assert.deepEqual(flaws('Text.\n\n```mermaid\ngraph LR\n```'), ['3:4 The diagram has no text for those who cannot see it.']);
    assert.deepEqual(flaws('![](images/a.png)'), ['1:5 The image "images/a.png" has no text for those who cannot see it.']);
    assert.deepEqual(flaws('[x](#nowhere)'), ['1:5 There is no heading "#nowhere" here.']);
  });
});

describe('a hostile lesson', () => {
  const links = [
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'java&#115;cript:alert(1)',
    '&#x6A;avascript&colon;alert(1)',
    'java\\script:alert(1)',
    '&#1;javascript:alert(1)',
    'vbscript:msgbox(1)',
    'data:text/html;base64,PHNjcmlwdD4=',
    'command:workbench.action.terminal.new',
    'vscode://some.extension/run',
    'file:///etc/passwd',
    'http://example.org/',
    '//example.org/',
    '/etc/passwd',
    'C:\\Windows',
    '../other/lesson.md',
    'lesson.md',
    'https://user@example.org/',
    'https://example.org@evil.example/',
    'https:example.org',
    'https://',
    'blob:https://example.org/1',
    'simulation:../../secret',
    'simulation:a/b/c',
    'topic:',
    'topic:Raft',
    'command:questions:',
    '',
  ];
  for (const href of links) {
    it(`has no link to ${href}`, () => {
      for (const source of [`[text](<${href}>)`, `[text][a]\n\n[a]: <${href}>`, `[![text](images/a.png)](<${href}>)`]) {
        const rendered = lesson(source);
        assert.doesNotMatch(rendered.html, /<a|href/, source);
        assert.match(rendered.html, /text/);
        assert.equal(rendered.flaws.length, 1, source);
      }
    });
  }

  const images = ['https://example.org/a.png', 'http://example.org/a.png', 'data:image/svg+xml,%3Csvg%20onload=alert(1)%3E', 'file:///a.png', '/a.png', '//example.org/a.png', '../../../a.png', '..%2F..%2F..%2Fa.png', '..\\..\\a.png', 'C:/a.png', 'lesson.md', 'a.png%00.html', 'images/a.js', ''];
  for (const source of images) {
    it(`has no image from ${source}`, () => {
      const rendered = lesson(`![text](<${source}>)`);
      assert.doesNotMatch(rendered.html, /<img|src=/);
      assert.equal(rendered.flaws.length, 1);
      assert.deepEqual(rendered.images, []);
    });
  }

  it('has no raw HTML', () => {
    for (const source of ['<script>alert(1)</script>', 'a <img src=x onerror=alert(1)> b', '<!-- c -->', '<style>*{}</style>', '<?php ?>', '<![CDATA[x]]>', '<a href="javascript:alert(1)">x</a>', '&lt;script&gt;alert(1)&lt;/script&gt;']) {
      assert.doesNotMatch(html(source), /<(?!\/?p>)/, source);
    }
  });

  it('has no links that were not written as links', () => {
    assert.doesNotMatch(html('https://example.org and www.example.org and ada@example.org'), /<a/);
    assert.doesNotMatch(html('<javascript:alert(1)> <ada@example.org> <command:x>'), /<a/);
    assert.match(html('<https://example.org/>'), /<a href="https:\/\/example.org\/">/);
  });

  it('gets no attribute of its own', () => {
    assert.equal(html('```"onclick="alert(1)\nx\n```'), '<pre><code>x\n</code></pre>');
    assert.equal(html('```ts" onclick="alert(1)\nx\n```'), '<pre><code>x\n</code></pre>');
    assert.equal(html('## " onclick="alert(1)'), '<h2 id="section-onclick-alert-1">&quot; onclick=&quot;alert(1)</h2>');
    assert.doesNotMatch(html('[x](https://example.org/"onclick="alert)'), /"onclick/);
    assert.doesNotMatch(html('![x" onerror="alert(1)](a.png)'), /" onerror/);
    assert.doesNotMatch(html('[x](https://example.org/ "\\" onclick=\\"alert(1)")'), /onclick/);
  });

  it('gets only such tags and attributes, whatever it is', () => {
    const piece = fc.oneof(
      fc.string({ maxLength: 8 }),
      fc.constantFrom('[', ']', '(', ')', '](', '![', '<', '>', '"', "'", '`', '```', '```mermaid\n', '```dsim\n', '\n', '\n\n', '# ', '- ', '> ', '| a |\n| - |\n', 'javascript:', 'https://a.b/', 'simulation:a', '#a', 'onclick=', '<script>', '&lt;', '&#58;', '\\', '**', '[a]: ', '%% alt: x'),
    );
    const ALLOWED = /<\/?(?:p|em|strong|s|code|pre|blockquote|ul|ol|li|hr|br|table|thead|tbody|tr|th|td|h[2-6]|a|img|div)(?: (?:id|class|href|src|alt|start|data-kind|data-target|data-diagram|data-scenario)="[^"<>]*")*>/g;
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const rendered = lesson(pieces.join(''));
        assert.doesNotMatch(rendered.html.replace(ALLOWED, ''), /[<>]/);
        for (const [, href = ''] of rendered.html.matchAll(/href="([^"]*)"/g)) assert.match(href, /^(https:\/\/|#)/);
      }),
      { seed: 1, numRuns: 1500 },
    );
  }).timeout(30_000);

  it('does not keep the machine busy', () => {
    const started = process.cpuUsage();
    for (const piece of ['[', '![', '>', '*a_', '(', '`', '- ', '<', '[a](', '| ', '&', '\\', '# ', '``` ', '[]()', '![](x.png)']) lesson(piece.repeat(5_000));
    const { user, system } = process.cpuUsage(started);
    assert.ok(user + system < 10_000_000, `took ${(user + system) / 1000} ms of processor time`);
  }).timeout(20_000);
});

describe('a snippet as HTML', () => {
  it('has prose, code and https links', () => {
    assert.deepEqual(renderSnippet('`a` [b](https://example.org/)').flaws, []);
  });

  it('has scenarios as code, which nothing there could carry out', () => {
    const { html, scenarios } = renderSnippet('```dsim\nscenario "A"\n```');
    assert.deepEqual(scenarios, []);
    assert.equal(html, '<pre><code class="language-dsim">scenario &quot;A&quot;\n</code></pre>\n');
  });

  it('reaches nothing of the pack', () => {
    const sources = ['[x](topic:raft)', '![x](images/a.png)', '```mermaid\n%% alt: x\ngraph LR\n```'];
    assert.deepEqual(
      sources.map((source) => renderSnippet(source).flaws.map(({ message }) => message)),
      [['The link "topic:raft" can only stand in a lesson.'], ['An image can only stand in a lesson.'], ['A diagram can only stand in a lesson.']],
    );
    for (const source of sources) assert.doesNotMatch(renderSnippet(source).html, /<a|<img|<div/);
  });
});
