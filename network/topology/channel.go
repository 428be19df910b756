// SPDX-License-Identifier: Apache-2.0

package topology

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"gopkg.in/yaml.v3"
)

// defaultChannel has the SmartBFT time-outs of a network whose orderers are
// near each other: a dead leader is replaced in about 4 s, where the values
// that Fabric's samples ship take a minute.
func defaultChannel() Channel {
	return Channel{
		Clock: ClockReal,
		Batch: Batch{Messages: 500, Bytes: 10 << 20, Interval: 200 * time.Millisecond},
		BFT: BFT{
			Forward:         500 * time.Millisecond,
			Complain:        2 * time.Second,
			AutoRemove:      3 * time.Minute,
			Resend:          time.Second,
			ViewChange:      4 * time.Second,
			Heartbeat:       4 * time.Second,
			HeartbeatCount:  10,
			Collect:         time.Second,
			RequestPoolSize: 100_000,
		},
	}
}

func (r *reader) channel(c *Channel) func(*yaml.Node) {
	return func(n *yaml.Node) {
		r.mapping(n, "channel",
			field{"name", true, r.text(&c.Name, "channel name", channelName, channelHint)},
			field{"clock", false, oneOf(r, &c.Clock, "channel clock", ClockReal, ClockSimulated)},
			field{"batch", false, r.batch(&c.Batch)},
			field{"bft", false, r.bft(&c.BFT)},
		)
	}
}

func (r *reader) batch(b *Batch) func(*yaml.Node) {
	return func(n *yaml.Node) {
		messages := int64(b.Messages)
		r.mapping(n, "batch",
			field{"messages", false, r.integer(&messages, "batch messages", 1)},
			field{"bytes", false, r.size(&b.Bytes, "batch bytes")},
			field{"interval", false, r.duration(&b.Interval, "batch interval")},
		)
		b.Messages = int(messages)
	}
}

func (r *reader) bft(b *BFT) func(*yaml.Node) {
	return func(n *yaml.Node) {
		count, pool := int64(b.HeartbeatCount), int64(b.RequestPoolSize)
		r.mapping(n, "bft",
			field{"forward", false, r.duration(&b.Forward, "bft forward")},
			field{"complain", false, r.duration(&b.Complain, "bft complain")},
			field{"autoRemove", false, r.duration(&b.AutoRemove, "bft autoRemove")},
			field{"resend", false, r.duration(&b.Resend, "bft resend")},
			field{"viewChange", false, r.duration(&b.ViewChange, "bft viewChange")},
			field{"heartbeat", false, r.duration(&b.Heartbeat, "bft heartbeat")},
			field{"heartbeatCount", false, r.integer(&count, "bft heartbeatCount", 2)},
			field{"collect", false, r.duration(&b.Collect, "bft collect")},
			field{"requestPoolSize", false, r.integer(&pool, "bft requestPoolSize", 1)},
		)
		b.HeartbeatCount, b.RequestPoolSize = int(count), int(pool)
		r.checkBFT(n, b)
	}
}

// checkBFT repeats what SmartBFT's own configuration check (pkg/types/config.go)
// would refuse only when the orderers are already running.
func (r *reader) checkBFT(n *yaml.Node, b *BFT) {
	if b.Forward > b.Complain {
		r.refuse(valueLine(n, "forward"), "bft forward %s: write at most complain, %s", b.Forward, b.Complain)
	}
	if b.Complain > b.AutoRemove {
		r.refuse(valueLine(n, "complain"), "bft complain %s: write at most autoRemove, %s", b.Complain, b.AutoRemove)
	}
	if b.Resend > b.ViewChange {
		r.refuse(valueLine(n, "resend"), "bft resend %s: write at most viewChange, %s", b.Resend, b.ViewChange)
	}
}

var sizePattern = regexp.MustCompile(`^([1-9][0-9]{0,8}) ?(B|KiB|MiB)$`)

// size reads bytes with their unit, at least 1 KiB: a block must hold something.
func (r *reader) size(to *int64, what string) func(*yaml.Node) {
	units := map[string]int64{"B": 1, "KiB": 1 << 10, "MiB": 1 << 20}
	return func(n *yaml.Node) {
		m := sizePattern.FindStringSubmatch(strings.TrimSpace(n.Value))
		if m == nil {
			r.refuse(n.Line, "%s %q: write a size such as 512 KiB or 10 MiB", what, n.Value)
			return
		}
		count, _ := strconv.ParseInt(m[1], 10, 64) // nine digits fit
		bytes := count * units[m[2]]
		if bytes < 1<<10 || bytes > 99<<20 {
			r.refuse(n.Line, "%s %q: write 1 KiB to 99 MiB", what, n.Value)
			return
		}
		*to = bytes
	}
}
