/** Sends the learner's requests one after another, so that each is made of the state that the one before it left. */
export class RequestQueue {
  private waiting = 0;
  private tail: Promise<unknown> = Promise.resolve();

  /** Whether a request is under way or waits for its turn. */
  get busy(): boolean {
    return this.waiting > 0;
  }

  /** @param job makes the request when its turn has come; it must not reject */
  add<T>(job: () => Promise<T>): Promise<T> {
    this.waiting += 1;
    const done = this.tail.then(job).finally(() => {
      this.waiting -= 1;
    });
    this.tail = done;
    return done;
  }
}
