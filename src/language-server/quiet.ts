/** Waits before work that the next keystroke would make worthless. */
import { interruptAndCheck, type Cancellation } from 'langium';

/** @throws OperationCancelled as soon as the token is cancelled */
export async function quiet(milliseconds: number, token: Cancellation.CancellationToken): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    token.onCancellationRequested(() => {
      clearTimeout(timer);
      resolve();
    });
  });
  await interruptAndCheck(token);
}
