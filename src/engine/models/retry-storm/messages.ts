/** What clients and a server say to each other. An attempt is one try at a query; each has a number of its own. */
export type QueryMessage = { readonly type: 'Request'; readonly attempt: number } | { readonly type: 'Reply'; readonly attempt: number };

/** What a reader of the trace would name. */
export type QueryNote =
  | { readonly note: 'timed out'; readonly query: number; readonly retries: boolean }
  | { readonly note: 'dropped'; readonly attempt: number };
