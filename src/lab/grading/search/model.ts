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

/** Worlds as checks see them. A state of a node that comes again is read once. */
export class WorldReader {
  private readonly nodes = new Map<NodeView, SearchedNode>();
  private readonly values = new Map<string, unknown>();

  read(world: WorldView<string>): SearchedWorld {
    const nodes = world.nodes.map((node) => this.nodeOf(node));
    const messages = () => world.messages.map(({ from, to, message }) => ({ from, to, message: this.valueOf(message) }));
    return {
      nodes,
      get messages() {
        return messages();
      },
    };
  }

  private nodeOf(view: NodeView): SearchedNode {
    const known = this.nodes.get(view);
    if (known) return known;
    const { id, isUp, state, disk } = view;
    const node: SearchedNode = {
      id,
      isUp,
      shown: this.valueOf(state),
      stored: (key) => this.valueOf(disk.cells.get(key)),
      synced: (key) => {
        const after = new Disk(() => undefined);
        after.restore(disk);
        after.crash();
        return this.valueOf(after.get(key));
      },
    };
    this.nodes.set(view, node);
    return node;
  }

  /** The value of a wire text; equal texts have one, which no check may change. */
  private valueOf(text: unknown): unknown {
    if (typeof text !== 'string') return undefined;
    if (!this.values.has(text)) this.values.set(text, decode(text));
    return this.values.get(text);
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
