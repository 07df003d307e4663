import { measure } from './measure.mjs'
import * as ours from './peers.ours.mjs'
import * as zod from './peers.zod.mjs'
import * as zodMini from './peers.zod-mini.mjs'
import * as valibot from './peers.valibot.mjs'
import * as ajv from './peers.ajv.mjs'
import * as standalone from './peers.ajv-standalone.mjs'
import * as typebox from './peers.typebox.mjs'
import * as arktype from './peers.arktype.mjs'
import * as hand from './peers.hand.mjs'

console.log(JSON.stringify(measure({ ours, zod, 'zod/mini': zodMini, valibot, ajv, 'ajv standalone': standalone, typebox, arktype, 'hand-written': hand })))
