// SPDX-License-Identifier: Apache-2.0

package ledgertest

// cursorChunk is how many keys a cursor takes from the index at a time.
const cursorChunk = 128

// cursor walks the visible keys of [next, end) in order, as they stood at height. It takes the world's lock
// only while it refills, or not at all when its user holds it (world is nil then).
type cursor struct {
	world  *World
	space  *space
	height uint64
	next   string
	end    string
	done   bool
	keys   []string
	batch  []found
	pos    int
}

// found is one visible key of a scan.
type found struct {
	key string
	rec *record
}

func newCursor(w *World, s *space, height uint64, start, end string) *cursor {
	return &cursor{world: w, space: s, height: height, next: start, end: end}
}

// step answers the next visible key, and false at the end of the range.
func (c *cursor) step() (found, bool) {
	for c.pos == len(c.batch) {
		if c.done {
			return found{}, false
		}
		c.refill()
	}
	f := c.batch[c.pos]
	c.pos++
	return f, true
}

func (c *cursor) refill() {
	if c.world != nil {
		c.world.mu.RLock()
		defer c.world.mu.RUnlock()
	}
	c.keys = c.space.keysFrom(c.keys[:0], c.next, c.end, cursorChunk)
	c.batch, c.pos = c.batch[:0], 0
	for _, key := range c.keys {
		if r := c.space.get(key, c.height); r != nil {
			c.batch = append(c.batch, found{key, r})
		}
	}
	if len(c.keys) < cursorChunk {
		c.done = true
		return
	}
	c.next = c.keys[len(c.keys)-1] + "\x00"
}
