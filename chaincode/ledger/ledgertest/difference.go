// SPDX-License-Identifier: Apache-2.0

package ledgertest

import (
	"bytes"
	"fmt"
)

// difference names the first thing in which two read-write sets differ, or answers "".
func (s *RWSet) difference(o *RWSet) string {
	for i := range max(len(s.Namespaces), len(o.Namespaces)) {
		if i >= len(s.Namespaces) || i >= len(o.Namespaces) || s.Namespaces[i].Namespace != o.Namespaces[i].Namespace {
			return fmt.Sprintf("namespaces %q against %q", s.names(), o.names())
		}
		a, b := &s.Namespaces[i], &o.Namespaces[i]
		if d := a.difference(b); d != "" {
			return "namespace " + a.Namespace + ": " + d
		}
	}
	return ""
}

func (s *RWSet) names() []string {
	var out []string
	for _, n := range s.Namespaces {
		out = append(out, n.Namespace)
	}
	return out
}

func (n *NamespaceRW) difference(o *NamespaceRW) string {
	if d := firstDifference("read", n.Reads, o.Reads, func(a, b Read) bool { return a == b }); d != "" {
		return d
	}
	if d := firstDifference("range read", n.Ranges, o.Ranges, sameRange); d != "" {
		return d
	}
	if d := firstDifference("write", n.Writes, o.Writes, sameWrite); d != "" {
		return d
	}
	if d := firstDifference("validation parameter", n.Policies, o.Policies, samePolicy); d != "" {
		return d
	}
	return firstDifference("collection", n.Collections, o.Collections, sameCollection)
}

func firstDifference[T any](what string, a, b []T, same func(a, b T) bool) string {
	for i := range max(len(a), len(b)) {
		switch {
		case i >= len(a):
			return fmt.Sprintf("%s %+v is only in the second", what, b[i])
		case i >= len(b):
			return fmt.Sprintf("%s %+v is only in the first", what, a[i])
		case !same(a[i], b[i]):
			return fmt.Sprintf("%s %+v against %+v", what, a[i], b[i])
		}
	}
	return ""
}

func sameRange(a, b RangeRead) bool {
	if a.Start != b.Start || a.End != b.End || a.Exhausted != b.Exhausted || len(a.Reads) != len(b.Reads) {
		return false
	}
	for i := range a.Reads {
		if a.Reads[i] != b.Reads[i] {
			return false
		}
	}
	return true
}

func sameWrite(a, b Write) bool {
	return a.Key == b.Key && a.Delete == b.Delete && bytes.Equal(a.Value, b.Value)
}

func samePolicy(a, b PolicyWrite) bool { return a.Key == b.Key && bytes.Equal(a.Policy, b.Policy) }

func sameCollection(a, b CollectionRW) bool {
	same := a.Collection == b.Collection && bytes.Equal(a.Hash, b.Hash) && len(a.Writes) == len(b.Writes)
	if !same || firstDifference("read", a.Reads, b.Reads, func(x, y Read) bool { return x == y }) != "" {
		return false
	}
	for i := range a.Writes {
		x, y := a.Writes[i], b.Writes[i]
		if x.Key != y.Key || x.Delete != y.Delete || x.Purge != y.Purge || !bytes.Equal(x.Hash, y.Hash) {
			return false
		}
	}
	return firstDifference("validation parameter", a.Policies, b.Policies, samePolicy) == ""
}

// String writes a write with its value as text.
func (w Write) String() string {
	if w.Delete {
		return fmt.Sprintf("%q deleted", w.Key)
	}
	return fmt.Sprintf("%q = %q", w.Key, w.Value)
}

// String writes a read with its version.
func (r Read) String() string { return fmt.Sprintf("%q at %s", r.Key, r.Version) }
