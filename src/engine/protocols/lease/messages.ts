/** What clients say to the lock service and to the store, what these write down, and what is made known. */

/** Rises with each grant: whoever holds the lock later holds a higher one. */
export type Token = number;

export type LeaseMessage =
  // Between clients and the lock service.
  | { readonly type: 'request'; readonly serial: number }
  /** The answer to the request of this number. While the lock is held there is none. */
  | { readonly type: 'grant'; readonly serial: number; readonly token: Token }
  /** Asks for another lease before this one is over; the rounds of a token count from 1. */
  | { readonly type: 'renew'; readonly token: Token; readonly round: number }
  | { readonly type: 'renewed'; readonly token: Token; readonly round: number }
  | { readonly type: 'release'; readonly token: Token }
  // Between clients and the store.
  | { readonly type: 'read'; readonly token: Token }
  | { readonly type: 'value'; readonly token: Token; readonly value: number }
  | { readonly type: 'write'; readonly token: Token; readonly value: number }
  | { readonly type: 'written'; readonly token: Token }
  /** The store has seen a higher token than this one. */
  | { readonly type: 'fenced'; readonly token: Token };

/** A record of the store's log. */
export interface Write {
  readonly token: Token;
  readonly value: number;
}

/** What a reader would name; recorded in the trace as notes. */
export type LeaseNote =
  | { readonly note: 'granted'; readonly token: Token; readonly client: number }
  /** By the service, and then by the client that has heard of it. */
  | { readonly note: 'extended'; readonly token: Token }
  | { readonly note: 'renewed'; readonly token: Token }
  | { readonly note: 'expired'; readonly token: Token }
  | { readonly note: 'released'; readonly token: Token }
  | { readonly note: 'holding'; readonly token: Token }
  | { readonly note: 'gave-up'; readonly token: Token; readonly why: 'lease-over' | 'fenced' }
  | { readonly note: 'worked'; readonly token: Token; readonly value: number }
  | { readonly note: 'wrote'; readonly token: Token; readonly value: number }
  | { readonly note: 'refused'; readonly token: Token; readonly fence: Token };
