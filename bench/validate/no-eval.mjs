// The candidates that do without `eval`, as Workers and strict policies want it; zod takes its slower way by itself.

import { measure } from './measure.mjs'
import * as ajvStandalone from './peers.ajv-standalone.mjs'
import * as hand from './peers.hand.mjs'
import * as ours from './peers.ours.mjs'
import * as valibot from './peers.valibot.mjs'
import * as zodMini from './peers.zod-mini.mjs'
import * as zod from './peers.zod.mjs'

globalThis.figures = JSON.stringify(measure({ ours, zod, 'zod/mini': zodMini, valibot, 'ajv standalone': ajvStandalone, 'hand-written': hand }))
globalThis.process?.stdout.write(figures)
