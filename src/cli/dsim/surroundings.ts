/** What the command reads, writes and works with. */
import type { Scene } from '../../engine/scene/scene.ts';
import type { Crew } from '../../running/crew.ts';

export interface Surroundings {
  /** @throws Error where it can't be read */
  readFile(file: string): string;
  /** @throws Error where it can't be written */
  writeFile(file: string, text: string): void;
  print(text: string): void;
  complain(text: string): void;
  readonly cores: number;
  /** Whether somebody reads what is told of progress. */
  readonly isWatched: boolean;
  /** Called often, with how far it has come. */
  progress(what: string, done: number, of: number): void;
  crew(scenes: readonly Scene[], size: number): Crew;
  /** @param listener called once, when the user wants it to end. @returns what takes the listener away */
  onInterrupt(listener: () => void): () => void;
}
