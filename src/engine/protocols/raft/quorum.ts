/** The arithmetic of majorities and of configurations: functions of their arguments alone. */
import type { NodeId } from '../../sim/process.ts';

/** A set of voting servers, in ascending order. */
export type Group = readonly NodeId[];

/**
 * Who decides (extended paper, section 6): one group; in joint consensus two, the old and the new one, each of which has to
 * agree. No group stands for a configuration that a server has not learned yet: nobody can decide.
 */
export type Configuration = readonly Group[];

/** The smallest number of servers of which any two groups of this size share one. */
export function majority(servers: number): number {
  return Math.floor(servers / 2) + 1;
}

/** Whether these servers are a majority of every group. */
export function isQuorum(configuration: Configuration, servers: readonly NodeId[]): boolean {
  return configuration.length > 0 && configuration.every((group) => countOf(group, servers) >= majority(group.length));
}

/** The highest value that a majority of every group has reached, given how far each server is; 0 where there is none. */
export function quorumValue(configuration: Configuration, values: Int32Array): number {
  let lowest = configuration.length === 0 ? 0 : majorityValue(configuration[0]!, values);
  for (let position = 1; position < configuration.length; position++) lowest = Math.min(lowest, majorityValue(configuration[position]!, values));
  return lowest;
}

function majorityValue(group: Group, values: Int32Array): number {
  const quorum = majority(group.length);
  let highest = 0;
  for (let position = 0; position < group.length; position++) {
    const value = values[group[position]!]!;
    if (value > highest && countAtLeast(group, values, value) >= quorum) highest = value;
  }
  return highest;
}

function countAtLeast(group: Group, values: Int32Array, bound: number): number {
  let count = 0;
  for (let position = 0; position < group.length; position++) if (values[group[position]!]! >= bound) count++;
  return count;
}

function countOf(group: Group, servers: readonly NodeId[]): number {
  let count = 0;
  for (const server of group) if (servers.includes(server)) count++;
  return count;
}

/** Everyone who has a vote, in ascending order. */
export function membersOf(configuration: Configuration): Group {
  return configuration.length === 1 ? configuration[0]! : sorted(configuration.flat());
}

export function isMember(configuration: Configuration, server: NodeId): boolean {
  return configuration.some((group) => group.includes(server));
}

export function isJoint(configuration: Configuration): boolean {
  return configuration.length > 1;
}

export function sameGroup(one: Group, other: Group): boolean {
  return one.length === other.length && one.every((server, position) => server === other[position]);
}

export function sameConfiguration(one: Configuration, other: Configuration): boolean {
  return one.length === other.length && one.every((group, position) => sameGroup(group, other[position]!));
}

/** Servers as a group: each once, in ascending order. */
export function sorted(servers: readonly NodeId[]): Group {
  return [...new Set(servers)].sort((one, other) => one - other);
}

/** In how many servers two groups differ. */
export function difference(one: Group, other: Group): number {
  return one.filter((server) => !other.includes(server)).length + other.filter((server) => !one.includes(server)).length;
}

/**
 * Whether a group of one configuration and a group of the other are so alike that any majority of the one shares a server
 * with any majority of the other. Then any two quorums meet, and the configurations can be in use at the same time.
 */
export function quorumsMeet(one: Configuration, other: Configuration): boolean {
  return one.some((group) => other.some((rival) => majority(group.length) + majority(rival.length) > sorted([...group, ...rival]).length));
}
