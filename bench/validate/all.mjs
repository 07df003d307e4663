// All candidates, in one process or page.

import { measure } from './measure.mjs'
import * as ajvStandalone from './peers.ajv-standalone.mjs'
import * as ajv from './peers.ajv.mjs'
import * as arktype from './peers.arktype.mjs'
import * as hand from './peers.hand.mjs'
import * as ours from './peers.ours.mjs'
import * as typebox from './peers.typebox.mjs'
import * as valibot from './peers.valibot.mjs'
import * as zodMini from './peers.zod-mini.mjs'
import * as zod from './peers.zod.mjs'

globalThis.figures = JSON.stringify(measure({ ours, zod, 'zod/mini': zodMini, valibot, ajv, 'ajv standalone': ajvStandalone, typebox, arktype, 'hand-written': hand }))
globalThis.process?.stdout.write(figures)
