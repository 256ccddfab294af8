/** Learner processes on the nodes of a search, and its worlds as a test sees them. */
import type { Context } from '../../../engine/sim/process.ts';
import type { Invariant, NodeView, SearchModel, WorldView } from '../../../engine/check/search/model.ts';
import { Disk } from '../../../engine/sim/storage.ts';
import type { SearchGoals } from '../../../engine/check/search/goals.ts';
import type { NodeSpec } from '../../../engine/sim/system.ts';
import { isSyncTimer } from '../../realm/life.ts';
import type { Realm } from '../../realm/realm.ts';
import { decode } from '../../realm/wire.ts';
import type { SearchedNode, SearchedWorld, SearchOptions, WorldChecks } from '../api.ts';
import { ExpectationError } from '../failures.ts';
import { LearnerProcess } from '../learner-process.ts';

/** Nodes that run the learner's classes; each has one life at a time, and `end` ends the last ones. */
export class SearchedNodes {
  readonly model: SearchModel<string>;
  private readonly classes: readonly string[];
  private readonly lives = new Map<number, LearnerProcess>();

  constructor(realm: Realm, { nodes, process, commands, network = 'bag', bounds }: SearchOptions) {
    this.classes = typeof process === 'string' ? new Array<string>(nodes).fill(process) : process;
    const create = (context: Context<string, unknown>): LearnerProcess => {
      this.lives.get(context.node)?.end();
      const life = new LearnerProcess(realm, context, this.classOf(context.node));
      this.lives.set(context.node, life);
      return life;
    };
    this.model = {
      nodes: Array.from({ length: nodes }, (_, node): NodeSpec<string> => ({ name: `node ${node}`, kind: 'server', create })),
      network,
      isDiskWait: isSyncTimer,
      ...(commands && { commands }),
      ...(bounds && { bounds }),
    };
  }

  /** The name of the class that runs on a node. */
  classOf(node: number): string {
    return this.classes[node] ?? '';
  }

  end(): void {
    for (const life of this.lives.values()) life.end();
    this.lives.clear();
  }
}

/** Reads worlds for checks. */
export class WorldReader {
  private readonly values = new Map<string, unknown>();

  read(world: WorldView<string>): SearchedWorld {
    return new SeenWorld(world, this);
  }

  /** The value of a wire text; equal texts have one, which no check may change. */
  valueOf(text: unknown): unknown {
    if (typeof text !== 'string') return undefined;
    const known = this.values.get(text);
    if (known !== undefined) return known;
    const value = decode(text);
    this.values.set(text, value);
    return value;
  }
}

class SeenWorld implements SearchedWorld {
  readonly nodes: readonly SearchedNode[];
  private readonly world: WorldView<string>;
  private readonly reader: WorldReader;

  constructor(world: WorldView<string>, reader: WorldReader) {
    this.nodes = world.nodes.map((node) => new SeenNode(node, reader));
    this.world = world;
    this.reader = reader;
  }

  get messages(): SearchedWorld['messages'] {
    return this.world.messages.map(({ from, to, message }) => ({ from, to, message: this.reader.valueOf(message) }));
  }
}

class SeenNode implements SearchedNode {
  readonly id: number;
  readonly isUp: boolean;
  private readonly node: NodeView;
  private readonly reader: WorldReader;

  constructor(node: NodeView, reader: WorldReader) {
    this.id = node.id;
    this.isUp = node.isUp;
    this.node = node;
    this.reader = reader;
  }

  get shown(): unknown {
    return this.reader.valueOf(this.node.state);
  }

  stored(key: string): unknown {
    return this.reader.valueOf(this.node.disk.cells.get(key));
  }

  synced(key: string): unknown {
    const after = new Disk(() => undefined);
    after.restore(this.node.disk);
    after.crash();
    return this.reader.valueOf(after.get(key));
  }
}

/** A test's checks, as properties of worlds. */
export function goalsOf({ invariants, atRest }: SearchOptions): SearchGoals<string> {
  const reader = new WorldReader();
  return {
    ...(invariants && { invariants: invariantsOf(invariants, reader) }),
    ...(atRest && { atRest: invariantsOf(atRest, reader) }),
  };
}

function invariantsOf(checks: WorldChecks, reader: WorldReader): readonly Invariant<string>[] {
  return Object.entries(checks).map(([id, check]) => ({
    id,
    meaning: id,
    violation: (world) => {
      try {
        check(reader.read(world));
        return undefined;
      } catch (failure) {
        if (failure instanceof ExpectationError) return failure.message;
        throw failure;
      }
    },
  }));
}

/** The learner's code does something else when it is run again. */
export class Unsteady extends ExpectationError {
  constructor(className: string) {
    super('When a node is given the same again after a fresh start, it does something else: its code keeps something where a restart does not reach it, such as on a built-in prototype.', { at: className });
  }
}
