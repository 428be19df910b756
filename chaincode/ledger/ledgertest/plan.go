// SPDX-License-Identifier: Apache-2.0

package ledgertest

import (
	"math/bits"
	"slices"
	"strings"
)

// plan answers the sets of peers that satisfy all policies an execution touched, those with the client's
// own peer first, then small ones. Namespaces that were only read count too: the gateway asks for their
// endorsement, though a commit would not miss it.
func (w *World) plan(e *endorsement, transient bool) [][]*node {
	policies, members := e.interest(transient)
	var key strings.Builder
	key.WriteString(e.node.msp)
	for _, p := range policies {
		key.WriteString("|" + p.id)
	}
	for _, c := range members {
		key.WriteString("#" + strings.Join(c.Members, ","))
	}
	if known, ok := w.layouts.Load(key.String()); ok {
		if layouts, ok := known.([][]*node); ok {
			return layouts
		}
	}
	candidates := slices.DeleteFunc(slices.Clone(w.nodes), func(n *node) bool {
		return slices.ContainsFunc(members, func(c *collection) bool { return !c.member(n.msp) })
	})
	layouts := arrange(candidates, e.node, policies)
	w.layouts.Store(key.String(), layouts)
	return layouts
}

// interest answers the policies to satisfy and the collections of which only members can endorse: those
// read, and with transient data those written too, since nobody else should see it. A chaincode that
// touched no state is left out, even the one the client called, though the commit asks for its policy.
func (e *endorsement) interest(transient bool) ([]*endorsementPolicy, []*collection) {
	var policies []*endorsementPolicy
	members := slices.Clone(e.sim.privateReads)
	for _, set := range e.sim.sets {
		policies = append(policies, set.interest()...)
		for _, c := range set.collections {
			if transient && len(c.writes) > 0 {
				members = append(members, c.def)
			}
		}
	}
	if len(policies) == 0 {
		policies = append(policies, e.top)
	}
	return unique(policies), members
}

// interest answers the policies of what was touched in one namespace.
func (n *namespaceSet) interest() []*endorsementPolicy {
	written := len(n.writes) > 0 || len(n.policies) > 0
	needs := n.needsPolicy || (!written && (len(n.reads) > 0 || len(n.scans) > 0))
	policies := slices.Clone(n.keyPolicies)
	for _, c := range n.collections {
		policies = append(policies, c.keyPolicies...)
		if c.needsPolicy && c.def.policy != nil {
			policies = append(policies, c.def.policy)
		}
		if (c.needsPolicy && c.def.policy == nil) || len(c.reads) > 0 {
			needs = true
		}
	}
	if needs {
		policies = append(policies, n.def.policy)
	}
	return policies
}

func unique(policies []*endorsementPolicy) []*endorsementPolicy {
	slices.SortStableFunc(policies, func(a, b *endorsementPolicy) int { return strings.Compare(a.id, b.id) })
	return slices.CompactFunc(policies, func(a, b *endorsementPolicy) bool { return a.id == b.id })
}

// arrange finds the smallest sets that satisfy the policies: sets of which no part does.
func arrange(candidates []*node, home *node, policies []*endorsementPolicy) [][]*node {
	slices.SortStableFunc(candidates, func(a, b *node) int { return rank(a, home) - rank(b, home) })
	var found []uint64
	for size := 1; size <= len(candidates); size++ {
		for mask := uint64(1); mask < 1<<len(candidates); mask++ {
			if bits.OnesCount64(mask) == size && !covers(mask, found) && satisfy(choose(candidates, mask), policies) {
				found = append(found, mask)
			}
		}
	}
	var preferred, others [][]*node
	for _, mask := range found {
		layout := choose(candidates, mask)
		if slices.Contains(layout, home) {
			preferred = append(preferred, layout)
		} else {
			others = append(others, layout)
		}
	}
	return append(preferred, others...)
}

func rank(n, home *node) int {
	if n == home {
		return -1
	}
	return n.at
}

func covers(mask uint64, found []uint64) bool {
	return slices.ContainsFunc(found, func(f uint64) bool { return mask&f == f })
}

func choose(candidates []*node, mask uint64) []*node {
	out := make([]*node, 0, bits.OnesCount64(mask))
	for i, n := range candidates {
		if mask&(1<<i) != 0 {
			out = append(out, n)
		}
	}
	return out
}

func satisfy(nodes []*node, policies []*endorsementPolicy) bool {
	signers := make([]string, len(nodes))
	for i, n := range nodes {
		signers[i] = n.msp
	}
	return !slices.ContainsFunc(policies, func(p *endorsementPolicy) bool { return !p.satisfied(signers) })
}
