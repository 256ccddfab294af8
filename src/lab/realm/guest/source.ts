/**
 * The guest's source text: the functions of this folder, written back as text, so that they become functions of the
 * context's realm. (The bundle of the child process must not rename what they refer to across function borders: no
 * `keepNames`, see scripts/build.)
 */
import { assembleGuest, type GuestParts } from './assemble.ts';
import { createCodec } from './codec.ts';
import { createDsim } from './dsim.ts';
import { createGuest } from './entry.ts';
import { installGlobals } from './globals.ts';
import { guardHost } from './host.ts';
import { captureIntrinsics } from './intrinsics.ts';
import { createLives } from './lives.ts';
import { createModules } from './modules.ts';
import { createPrint } from './print.ts';

/** The name under which the guest's own code appears in stack traces. */
export const GUEST_FILE = 'dsim:guest';

const parts: GuestParts = {
  captureIntrinsics,
  guardHost,
  createLives,
  createCodec,
  createPrint,
  createDsim,
  createModules,
  installGlobals,
  createGuest,
};

const members = Object.entries(parts).map(([name, part]) => `${name}: ${String(part)}`);

/** An expression: a function `(host, entry, sealed) => GuestBridge`. */
export const guestSource = `(function (host, entry, sealed) {
'use strict';
return (${String(assembleGuest)})({ ${members.join(',\n')} }, host, entry, sealed);
})`;
