// Where programs end in the middle of a call: no stack left, no memory left.

/** Calls it where there is no stack left, and so many times with a little more, as deep programs may; and all that again. */
export const atTheEndOfTheStack = (call, { calls = 500, times = 20 } = {}) => {
  let left
  const dive = () => {
    try {
      dive()
    } catch {
      // the end
    }
    if (left-- > 0) {
      try {
        call()
      } catch {
        // there is too little for the call, too
      }
    }
  }
  for (let i = 0; i < times; i++) {
    left = calls
    dive()
  }
}

const { Instance } = WebAssembly
/** The memories of the modules that were instantiated since this module was imported. */
export const memories = []
WebAssembly.Instance = class extends Instance {
  constructor(...args) {
    super(...args)
    memories.push(this.exports.memory)
  }
}

/** Leaves the memory no room to grow: another program may have what there was. The system gives it when it is written to. */
export const exhaust = (memory) => {
  for (let pages = 65536; pages >= 1; pages = Math.floor(pages / 2)) {
    try {
      for (;;) memory.grow(pages)
    } catch {
      // fewer, perhaps
    }
  }
}
