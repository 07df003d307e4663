import { validator } from './check.js'
import { DRAFT_FIRST, DRAFT_REQUIRED } from './tables.js'

export const validateDraft = /* @__PURE__ */ validator(DRAFT_FIRST, DRAFT_REQUIRED)
